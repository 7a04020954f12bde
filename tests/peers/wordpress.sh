#!/usr/bin/env bash
# A real WordPress on loopback with a MariaDB of its own, as root or not; everything is written below FOLDER.
#
#   FOLDER=$(mktemp -d) PORT=18081 bash wordpress.sh
#
# Prints one line of JSON with the ids and application passwords of admin, alice (author), bob and carol
# (subscribers) when it answers, and stops both servers when its standard input ends, so that they outlive nobody.
#
# Debian's packages (tests/peers names them): the servers that they bring need not run, and their configuration is not
# used. Files in FOLDER are switches: `production` makes the site one that is not local, `no-trash` takes its trash away,
# `flood` refuses a second comment within 15 seconds. X-Forwarded-Proto: https makes it one with https, and whatever is
# asked below /blog is answered by a site that stands there.
set -euo pipefail
: "${FOLDER:?}" "${PORT:?}"
export WP_FOLDER="$FOLDER" WP_PORT="$PORT"
PATH="$PATH:/usr/sbin:/sbin"
db="$FOLDER/db.sock"
database_pid="" php_pid=""

stop() {
  trap - EXIT
  # PHP first: it has no state. MariaDB gets no time to write what nobody will read.
  for pid in $php_pid $database_pid; do kill -KILL "$pid" 2>/dev/null || true; done
  wait 2>/dev/null || true
}
trap stop EXIT
trap 'echo "line $LINENO failed" >&2; tail -n 30 "$FOLDER"/*.log >&2 || true' ERR
trap 'exit 143' TERM INT HUP

# Read to the end: who leaves a pipe early ends the script, now and then.
first() { dpkg -L "$1" | awk -v end="$2" 'substr($0, length($0) - length(end) + 1) == end && !found++'; } # PACKAGE END
source_folder=$(dirname "$(first wordpress /wordpress/wp-settings.php)")
theme=$(first wordpress-theme-twentytwentythree /themes/twentytwentythree)
root="$FOLDER/root"
mkdir -p "$FOLDER/db" "$root/wp-content/plugins" "$root/wp-content/mu-plugins" "$root/wp-content/themes" "$root/wp-content/uploads"
for file in "$source_folder"/*; do
  case ${file##*/} in wp-config.php | wp-content) ;; *) ln -sfn "$file" "$root/${file##*/}" ;; esac
done
ln -sfn "$theme" "$root/wp-content/themes/twentytwentythree"
ln -sfn "$root" "$root/blog"

cat >"$root/wp-config.php" <<'PHP'
<?php
define('DB_NAME', 'wordpress'); define('DB_USER', 'root'); define('DB_PASSWORD', ''); define('DB_CHARSET', 'utf8mb4');
define('DB_HOST', 'localhost:' . getenv('WP_FOLDER') . '/db.sock');
if (($_SERVER['HTTP_X_FORWARDED_PROTO'] ?? '') === 'https') $_SERVER['HTTPS'] = 'on';
$address = (empty($_SERVER['HTTPS']) ? 'http' : 'https') . '://127.0.0.1:' . getenv('WP_PORT');
if (preg_match('#^/blog(/|$)#', $_SERVER['REQUEST_URI'] ?? '')) $address .= '/blog';
define('WP_HOME', $address); define('WP_SITEURL', $address);
define('WP_CONTENT_DIR', ABSPATH . 'wp-content'); define('WP_CONTENT_URL', $address . '/wp-content');
define('WP_ENVIRONMENT_TYPE', is_file(getenv('WP_FOLDER') . '/production') ? 'production' : 'local');
define('EMPTY_TRASH_DAYS', is_file(getenv('WP_FOLDER') . '/no-trash') ? 0 : 30);
define('WP_HTTP_BLOCK_EXTERNAL', true); define('DISABLE_WP_CRON', true); define('AUTOMATIC_UPDATER_DISABLED', true);
foreach (array('AUTH', 'SECURE_AUTH', 'LOGGED_IN', 'NONCE') as $name) {
    define($name . '_KEY', $name . '-key-for-tests'); define($name . '_SALT', $name . '-salt-for-tests');
}
$table_prefix = 'wp_';
require_once ABSPATH . 'wp-settings.php';
PHP
# Debian's wp-config.php looks for a file named after the host; with ABSPATH set beforehand ours is taken.
echo "<?php define('ABSPATH', getenv('WP_FOLDER') . '/root/');" >"$FOLDER/prepend.php"
# Two comments within 15 seconds are refused unless the account moderates: only where a test wants that.
cat >"$root/wp-content/mu-plugins/tests.php" <<'PHP'
<?php
add_filter('comment_flood_filter', fn($is_flood) => $is_flood && is_file(getenv('WP_FOLDER') . '/flood'), 99);
add_filter('pre_wp_mail', '__return_true');
PHP
cat >"$FOLDER/install.php" <<'PHP'
<?php
define('WP_INSTALLING', true);
$_SERVER += array('HTTP_HOST' => '127.0.0.1:' . getenv('WP_PORT'), 'REQUEST_URI' => '/', 'REQUEST_METHOD' => 'GET', 'SERVER_PROTOCOL' => 'HTTP/1.1');
require ABSPATH . 'wp-load.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
$ids = array('admin' => wp_install('Tests', 'admin', 'admin@example.org', true, '', 'admin-pass')['user_id']);
update_option('permalink_structure', '/%postname%/');
update_option('comment_previously_approved', '0');
switch_theme('twentytwentythree');
foreach (array('alice' => 'author', 'bob' => 'subscriber', 'carol' => 'subscriber') as $login => $role) {
    $ids[$login] = wp_insert_user(array('user_login' => $login, 'user_pass' => "$login-pass", 'user_email' => "$login@example.org", 'role' => $role));
}
foreach ($ids as $login => $id) {
    $passwords[$login] = WP_Application_Passwords::create_new_application_password($id, array('name' => 'tests'))[0];
}
echo json_encode(array('version' => $wp_version, 'ids' => $ids, 'passwords' => $passwords));
PHP

mariadb-install-db --no-defaults --user="$(id -un)" --datadir="$FOLDER/db" --auth-root-authentication-method=normal \
  --skip-test-db >"$FOLDER/install-db.log" 2>&1
mariadbd --no-defaults --user="$(id -un)" --datadir="$FOLDER/db" --socket="$db" --pid-file="$FOLDER/db.pid" \
  --skip-networking --innodb-flush-log-at-trx-commit=0 --innodb-buffer-pool-size=32M --performance-schema=OFF \
  </dev/null >"$FOLDER/db.log" 2>&1 &
database_pid=$!
ready() { # SECONDS COMMAND...: until it succeeds; fails when it never does
  local tenths=$(($1 * 10))
  shift
  until "$@" >/dev/null 2>&1; do
    ((tenths-- > 0)) || return 1
    sleep 0.1
  done
}
ready 60 mariadb-admin --no-defaults -uroot -S "$db" ping
mariadb --no-defaults -uroot -S "$db" -e "CREATE DATABASE wordpress CHARACTER SET utf8mb4"
php -d auto_prepend_file="$FOLDER/prepend.php" "$FOLDER/install.php" >"$FOLDER/accounts.json" 2>"$FOLDER/install.log"
# One worker: with PHP_CLI_SERVER_WORKERS orphans would hold the port.
env -u PHP_CLI_SERVER_WORKERS php -d auto_prepend_file="$FOLDER/prepend.php" -d opcache.enable_cli=1 -d opcache.revalidate_freq=600 \
  -d display_errors=0 -S "127.0.0.1:$PORT" -t "$root" </dev/null >"$FOLDER/php.log" 2>&1 &
php_pid=$!
answers() { php -r 'exit(@file_get_contents($argv[1]) === false ? 1 : 0);' "http://127.0.0.1:$PORT/wp-json/?_fields=name"; }
ready 60 answers
kill -0 "$php_pid"
tr -d '\n' <"$FOLDER/accounts.json"
echo
while read -r _; do :; done
