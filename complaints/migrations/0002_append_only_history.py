"""The history is append-only: the database itself refuses UPDATE, DELETE and TRUNCATE."""

from django.db import migrations

FORWARDS = """
CREATE FUNCTION complaints_history_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the history of complaints is append-only: % refused', TG_OP USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER complaints_event_append_only BEFORE UPDATE OR DELETE ON complaints_event
    FOR EACH ROW EXECUTE FUNCTION complaints_history_is_append_only();
CREATE TRIGGER complaints_event_no_truncate BEFORE TRUNCATE ON complaints_event
    FOR EACH STATEMENT EXECUTE FUNCTION complaints_history_is_append_only();
"""
BACKWARDS = """
DROP TRIGGER complaints_event_no_truncate ON complaints_event;
DROP TRIGGER complaints_event_append_only ON complaints_event;
DROP FUNCTION complaints_history_is_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("complaints", "0001_initial")]

    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
