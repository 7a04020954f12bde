import os, pathlib, pytest
from collections.abc import Callable
from datetime import timedelta
from playwright.sync_api import BrowserContext
from companies.enums import ChannelKind
from companies.models import Channel
from complaints.models import HeardPost, Lookout
from complaints.enums import WhyDismissed
from complaints.services import hearing, searching
from config.doors import clock
from tests.e2e.conftest import *
from tests.factories import *
pytestmark = pytest.mark.django_db(transaction=True)
OUT = pathlib.Path("/work/tmp/hear/shots"); OUT.mkdir(exist_ok=True)
P="a-long-enough-password-1"
def test_shots(transactional_db, open_browser):
    now = clock.now()
    moderator = make_user(email="moderator@example.test", password=P, is_moderator=True)
    n = make_company(name="Northline", domains=("northline.example",), aliases=("Northline Broadband",), country="GB")
    Channel.objects.create(company=n, kind=ChannelKind.PHONE, value="0800 123 456")
    r = make_representative(company=n, user=make_user(email="ines@northline.example", password=P))
    make_connection()
    s = hearing.add_search(company=n, words="Northline", by=r.user, now=now)
    hearing.add_search(company=n, words="Northline router", by=r.user, now=now)
    searching.open_lookouts(now=now)
    l = Lookout.objects.filter(search=s).first(); l.looked_at = now; l.save()
    l2 = Lookout.objects.exclude(search=s).first(); l2.failure="unsupported_search"; l2.save()
    from complaints.rules.cries import looks_like
    def mk(c, text, **k):
        v = looks_like(text,[c.name]); return make_heard_post(company=c, text=text, words=list(v.words), kind=v.kind, found_at=now, language=v.language, **k)
    mk(n,"Three weeks. THREE WEEKS I have been waiting for @northline to connect my house. Northline support says the line is fine. It isn't.\n\nCan somebody please look at this?", handle="marta@social.example.test")
    mk(n,"Northline cancelled my mum's landline instead of mine. Brilliant 👏👏", handle="averyveryverylongname.with.parts@a-very-long-instance-name.example.social")
    mk(n,"Northline, cuatro días sin servicio y nadie contesta el teléfono", handle="jose@x.example", network="bluesky")
    t = mk(n,"my Northline router keeps dropping every evening, restarted ten times", handle="bo@social.example.test"); hearing.take(post=t, by=r.user, now=now)
    g = mk(n,"my Northline bill is wrong", handle="cy@social.example.test"); hearing.take(post=g, by=r.user, now=now); HeardPost.objects.filter(pk=g.pk).update(removed_at=now, text="", words=[])
    d = mk(n,"Northline is down", handle="di@social.example.test"); hearing.dismiss(post=d, why=WhyDismissed.SOLVED, by=r.user, now=now)
    peb = make_company(name="Pebble Mobile"); hearing.add_search(company=peb, words="Pebble Mobile", by=moderator, now=now)
    mk(peb,"cancelled Pebble Mobile in june. they're still charging me. called 3x, emailed, nothing", handle="kim@social.example.test")
    i = mk(peb,"Pebble Mobile meu chip parou de funcionar e ninguém responde", handle="lia@social.example.test"); HeardPost.objects.filter(pk=i.pk).update(language="pt"); i.refresh_from_db(); hearing.invite(post=i, by=moderator, now=now)
    for who, pages in (("", {"optout": "/listening/opt-out/"}), ("ines@northline.example", {"desk": "/desk/northline/listening/", "taken": "/desk/northline/listening/?show=taken", "dismissed": "/desk/northline/listening/?show=dismissed"}), ("moderator@example.test", {"mod": "/moderation/listening/?q=pebble"})):
        for look,(vp,dark) in {"1280":(DESKTOP,False),"390":(PHONE,False),"dark":(DESKTOP,True)}.items():
            page = open_browser(viewport=vp, dark=dark).new_page()
            if who: sign_in(page, who, P)
            for name, addr in pages.items():
                page.goto(addr)
                if name=="desk" and look!="dark": page.locator("details").first.evaluate("e => e.open = true")
                page.screenshot(path=str(OUT/f"{name}-{look}.png"), full_page=True)
