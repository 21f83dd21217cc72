"""Every text of the launcher, in Japanese and English.

gettext is not at hand before the environment is installed, hence this table.
Placeholders are those of `str.format`; a test keeps both languages complete.
"""

from __future__ import annotations

STEPS: dict[str, dict[str, str]] = {
    "interrupted": {
        "ja": "中断しました。同じコマンドで続きから再開できます",
        "en": "Interrupted; the same command goes on from there",
    },
    "up.first": {
        "ja": "初回の準備を始めます。数分かかります（ほとんどがダウンロードです）",
        "en": "First start: this takes a few minutes, nearly all of it downloads",
    },
    "packages.installing": {
        "ja": "不足しているシステムパッケージを導入します: {packages}"
        "（システムの PostgreSQL や Redis は作成も起動もしません）",
        "en": "Installing missing system packages: {packages}"
        " (no PostgreSQL or Redis of the system is made or started)",
    },
    "packages.installed": {
        "ja": "システムパッケージを導入しました",
        "en": "System packages installed",
    },
    "environment.making": {
        "ja": "Python の仮想環境を作ります: {path}",
        "en": "Making the Python environment: {path}",
    },
    "environment.installing": {
        "ja": "CKAN と必要なライブラリを導入します（2〜3 分）",
        "en": "Installing CKAN and its libraries (two to three minutes)",
    },
    "environment.installed": {
        "ja": "CKAN と必要なライブラリを導入しました",
        "en": "CKAN and its libraries installed",
    },
    "environment.adding": {
        "ja": "追加のライブラリを導入します: {names}",
        "en": "Installing further libraries: {names}",
    },
    "frontend.fetching": {
        "ja": "画面用のライブラリを取得します（npm ci）",
        "en": "Fetching the front-end libraries (npm ci)",
    },
    "frontend.ready": {
        "ja": "画面用のライブラリを配置しました",
        "en": "Front-end libraries in place",
    },
    "cluster.creating": {
        "ja": "専用の PostgreSQL データベースを作ります",
        "en": "Creating a private PostgreSQL database",
    },
    "up.servers": {
        "ja": "専用の PostgreSQL と Redis を起動します",
        "en": "Starting private PostgreSQL and Redis",
    },
    "database.upgrading": {
        "ja": "データベースを現在の版に合わせます（表、権限、6 市町の組織）",
        "en": "Bringing the database up to date (tables, rights, the six organisations)",
    },
    "database.admin": {
        "ja": "管理者 admin を作ります",
        "en": "Creating the administrator, admin",
    },
    "up.portal": {
        "ja": "ポータルを起動します",
        "en": "Starting the portal",
    },
    "demo.loading": {
        "ja": "見本データを登録します（初回のみ）",
        "en": "Loading the demonstration content (first start only)",
    },
    "demo.loaded": {
        "ja": "見本データを登録しました",
        "en": "Demonstration content loaded",
    },
    "demo.failed": {
        "ja": "見本データを登録できませんでした。ポータルは利用できます。"
        "次回の起動時にもう一度試します。\n  記録: {log}",
        "en": "The demonstration content could not be loaded. The portal works without it;"
        " the next start tries again.\n  Log: {log}",
    },
    "up.ready": {
        "ja": "\n  ポータルを開く:     {address}\n"
        "  管理者:             admin（パスワードは {password} にあります）\n",
        "en": "\n  Open the portal:    {address}\n"
        "  Administrator:      admin (the password is in {password})\n",
    },
    "up.foreground": {
        "ja": "  止めるには Ctrl-C を押してください。以下は訪問の記録です。",
        "en": "  Press Ctrl-C to stop. Visits are shown below.",
    },
    "up.detached": {
        "ja": "ポータルは動き続けます。止めるには: ./portal down　記録を見るには: ./portal logs",
        "en": "The portal goes on running."
        " To stop it: ./portal down; to read its logs: ./portal logs",
    },
    "up.stopping": {
        "ja": "停止しています（データは残ります）",
        "en": "Stopping (all data are kept)",
    },
    "up.stopped": {
        "ja": "停止しました",
        "en": "Stopped",
    },
    "up.already": {
        "ja": "ポータルはすでに動いています: {address}　（止めるには ./portal down）",
        "en": "The portal is already running: {address} (to stop it: ./portal down)",
    },
    "up.preparing_elsewhere": {
        "ja": "別の画面で ./portal up が準備中です。完了までお待ちください",
        "en": "Another ./portal up is preparing the portal; please wait for it",
    },
    "up.as_root": {
        "ja": "{root} のコードを一般ユーザー {user} が読めないため、"
        "Web とワーカーを root で動かします。"
        "避けるには、/opt などに clone し直してください",
        "en": "The code in {root} cannot be read by the unprivileged user {user}: web and worker"
        " run as root. To avoid this, clone to a place such as /opt",
    },
    "up.bad_port": {
        "ja": "「{found}」はポート番号ではありません。1 から 65535 までの数を指定してください",
        "en": '"{found}" is no port number; give a number from 1 to 65535',
    },
    "up.site_url": {
        "ja": "他の機械から使う場合は、公開する URL を --site-url で指定してください"
        "（例: --site-url https://opendata.example.jp）",
        "en": "To serve other machines, give the public address with --site-url"
        " (such as --site-url https://opendata.example.jp)",
    },
    "supervisor.restarting": {
        "ja": "{name} が終了したため、起動し直します",
        "en": "{name} ended and is started again",
    },
    "supervisor.restarted": {
        "ja": "{name} が復旧しました",
        "en": "{name} is back",
    },
    "test.servers": {
        "ja": "テスト専用のサーバーを起動します（動作中のポータルには触れません）",
        "en": "Starting servers for the tests alone (a running portal is not touched)",
    },
    "test.running": {
        "ja": "テストを実行します",
        "en": "Running the tests",
    },
    "test.interrupted": {
        "ja": "テストを中断し、サーバーを停止しました",
        "en": "Tests interrupted, their servers stopped",
    },
    "down.done": {
        "ja": "ポータルを停止しました",
        "en": "The portal is stopped",
    },
    "down.nothing": {
        "ja": "ポータルは動いていません",
        "en": "The portal is not running",
    },
    "status.ready": {
        "ja": "動いています: {address}　（プロセス {pid}、データ {data}）",
        "en": "Running: {address} (process {pid}, data in {data})",
    },
    "status.starting": {
        "ja": "起動中です: {address}　（プロセス {pid}、データ {data}）",
        "en": "Starting: {address} (process {pid}, data in {data})",
    },
    "status.stopped": {
        "ja": "動いていません（データ {data}）。起動するには: ./portal up",
        "en": "Not running (data in {data}). To start it: ./portal up",
    },
    "reset.ask": {
        "ja": "{data} にあるデータベース、登録ファイル、設定をすべて削除します。元に戻せません。"
        "\nよろしければ「はい」と入力してください。",
        "en": "This deletes all databases, uploaded files and settings in {data}, for good."
        '\nType "yes" to go on.',
    },
    "reset.kept": {
        "ja": "何も削除しませんでした",
        "en": "Nothing was deleted",
    },
    "reset.done": {
        "ja": "削除しました。./portal up で最初から作り直せます",
        "en": "Deleted. ./portal up builds everything anew",
    },
}

# Parts of other messages.
PARTS: dict[str, dict[str, str]] = {
    "reason.in_use": {
        "ja": "ほかのプログラムが使っています",
        "en": "another program uses it",
    },
    "reason.not_allowed": {
        "ja": "このユーザーには 1023 以下の番号を使う権限がありません",
        "en": "this user may not use numbers up to 1023",
    },
    "reason.no_address": {
        "ja": "この機械のアドレスではありません",
        "en": "that is no address of this machine",
    },
    "usage.no_command": {
        "ja": "コマンドがありません（{names}）",
        "en": "a command is missing ({names})",
    },
    "usage.unrecognized": {"ja": "使えない指定です: {found}", "en": "not understood: {found}"},
    "usage.expected": {
        "ja": "{name} の後に値が必要です",
        "en": "{name} needs a value after it",
    },
    "usage.no_number": {
        "ja": "{name} に続く「{found}」は数ではありません",
        "en": '"{found}" after {name} is no number',
    },
}

FAILURES: dict[str, dict[str, str]] = {
    "fail.bad_usage": {
        "ja": "指定を確かめてください: {detail}\n"
        "  起動するには: ./portal up　使い方を見るには: ./portal --help",
        "en": "Look at what you typed: {detail}\n"
        "  To start the portal: ./portal up; to see what can be typed: ./portal --help",
    },
    "fail.unknown_command": {
        "ja": "「{name}」というコマンドはありません。使えるもの: {names}\n"
        "  起動するには: ./portal up　使い方を見るには: ./portal --help",
        "en": "There is no command named {name}. There are: {names}\n"
        "  To start the portal: ./portal up; to see what can be typed: ./portal --help",
    },
    "fail.port_taken": {
        "ja": "{host} のポート {port} を使えません（{reason}）。別の番号で起動してください: "
        "./portal up --port {other}\n"
        "  使っているプログラムを調べるには: ss -ltnp 'sport = :{port}'",
        "en": "Port {port} on {host} cannot be used ({reason}). Start on another one: "
        "./portal up --port {other}\n  To see who uses it: ss -ltnp 'sport = :{port}'",
    },
    "fail.no_administrator": {
        "ja": "次のパッケージが必要ですが、導入する権限がありません（sudo が使えません）: "
        "{packages}\n"
        "  管理者（root）で次を実行してから、もう一度実行してください:\n    {command}",
        "en": "These packages are missing, and sudo cannot be used to install them: {packages}\n"
        "  As root run the following, then try again:\n    {command}",
    },
    "fail.no_package_manager": {
        "ja": "次のものが見つかりません（apt-get がないため自動では導入できません）: {packages}\n"
        "  お使いの OS の方法で導入してから、もう一度 ./portal up を実行してください。",
        "en": "These are missing, and there is no apt-get to install them: {packages}\n"
        "  Install them the way of your system, then run ./portal up again.",
    },
    "fail.package_failed": {
        "ja": "パッケージを導入できませんでした: {packages}\n"
        "  原因を取り除き、次を試してください: apt-get update && apt-get install {packages}",
        "en": "Packages could not be installed: {packages}\n"
        "  Remove the cause, then try: apt-get update && apt-get install {packages}",
    },
    "fail.disk_full": {
        "ja": "ディスクの空きが足りません（{path}、残り {free} MB）。不要なファイルを削除してから、"
        "もう一度実行してください。使用量を見るには: df -h {path}",
        "en": "The disk is full ({path}, {free} MB left). Delete what is not needed,"
        " then try again. To see what is used: df -h {path}",
    },
    "fail.command_failed": {
        "ja": "次のコマンドが失敗しました: {command}\n"
        "  原因を取り除き、同じ ./portal コマンドをもう一度実行してください。"
        "続きから再開します。",
        "en": "This command failed: {command}\n"
        "  Remove the cause and run the same ./portal command again; it goes on from there.",
    },
    "fail.newer_database": {
        "ja": "{path} のデータは PostgreSQL {written} のものですが、"
        "導入されているのは {installed} です。\n"
        "  次を実行してください: apt-get install postgresql-{written}\n"
        "  導入できない場合は、PostgreSQL {written} のある機械で pg_dumpall により"
        "移してください。",
        "en": "The data in {path} belong to PostgreSQL {written}; installed is {installed}.\n"
        "  Run: apt-get install postgresql-{written}\n"
        "  Where that is not to be had, move the data with pg_dumpall on a machine with"
        " PostgreSQL {written}.",
    },
    "fail.no_postgres": {
        "ja": "PostgreSQL 15 以降がありません。Debian 12 または Ubuntu 24.04 以降で "
        "apt-get install postgresql を実行してください。",
        "en": "There is no PostgreSQL 15 or newer. On Debian 12, Ubuntu 24.04 or newer run: "
        "apt-get install postgresql",
    },
    "fail.server_failed": {
        "ja": "{name} を起動できませんでした（記録: {log}）。\n"
        "  原因を取り除き、もう一度実行してください。記録全体を見るには: less {log}",
        "en": "{name} could not be started (log: {log}).\n"
        "  Remove the cause and try again. To read the whole log: less {log}",
    },
    "fail.server_unreachable": {
        "ja": "{variable} に指定されたサーバーに接続できません: {detail}\n"
        "  サーバーが動いているか、アドレスとパスワードが正しいか確かめてください。",
        "en": "The server named by {variable} does not answer: {detail}\n"
        "  See that it runs, and that address and password are right.",
    },
    "fail.foreign_data": {
        "ja": "{path} はユーザー {owner} のものです。"
        "そのユーザーで実行してください（例: su {owner} -c './portal status'、"
        "root のものなら sudo ./portal status）。",
        "en": "{path} belongs to the user {owner}. Run this as that user"
        " (such as su {owner} -c './portal status'; where it is root: sudo ./portal status).",
    },
    "fail.not_set_up": {
        "ja": "ここではまだポータルを起動していません。先に ./portal up を実行してください。",
        "en": "The portal was not started here yet. Run ./portal up first.",
    },
    "fail.not_running": {
        "ja": "ポータルが動いていません。"
        "先に ./portal up（または ./portal up --detach）を実行してください。",
        "en": "The portal is not running. Run ./portal up (or ./portal up --detach) first.",
    },
    "fail.still_running": {
        "ja": "ポータルが動いています。先に ./portal down を実行してください。",
        "en": "The portal is running. Run ./portal down first.",
    },
    "fail.no_such_log": {
        "ja": "「{name}」という記録はありません。次の名前を指定できます: {names}\n"
        "  例: ./portal logs {example}",
        "en": "There is no log named {name}. These can be named: {names}\n"
        "  For example: ./portal logs {example}",
    },
    "fail.other_port": {
        "ja": "ポート {port} では起動しませんでした。"
        "ポータルはすでに別のポートで動いています: {address}\n"
        "  ポート {port} に変えるには: ./portal down && ./portal up --port {port}",
        "en": "Nothing was started on port {port}: the portal already runs on another one,"
        " {address}\n"
        "  To change to port {port}: ./portal down && ./portal up --port {port}",
    },
    "fail.not_answered": {
        "ja": "端末がないため質問できません。{option} を付けて実行してください。",
        "en": "There is no terminal to ask on. Use {option}.",
    },
}

HELP: dict[str, dict[str, str]] = {
    "usage.usage": {"ja": "使い方", "en": "usage"},
    "usage.arguments": {"ja": "引数", "en": "arguments"},
    "usage.options": {"ja": "オプション", "en": "options"},
    "usage.help": {"ja": "この説明を表示して終わる", "en": "show this help and exit"},
    "help.portal": {
        "ja": "オープンデータポータルを準備し、動かします",
        "en": "set up and run the open data portal",
    },
    "help.up": {
        "ja": "準備して起動する（Ctrl-C で停止）",
        "en": "set up and start (Ctrl-C stops)",
    },
    "help.up.port": {"ja": "ポート番号（既定 5000）", "en": "port (default 5000)"},
    "help.up.host": {
        "ja": "待ち受けるアドレス（既定 127.0.0.1。すべて: 0.0.0.0）",
        "en": "address to listen on (default 127.0.0.1; all: 0.0.0.0)",
    },
    "help.up.site_url": {
        "ja": "公開する URL（DCAT やダウンロードの URL に使用）",
        "en": "public address (used in DCAT and downloads)",
    },
    "help.up.no_demo": {
        "ja": "見本データを登録しない",
        "en": "do not load demonstration content",
    },
    "help.up.detach": {
        "ja": "ポータルが応答したら戻る（動き続ける）",
        "en": "return once the portal answers, and leave it running",
    },
    "help.down": {"ja": "停止する", "en": "stop"},
    "help.status": {"ja": "動いているか調べる", "en": "tell whether it runs"},
    "help.logs": {"ja": "記録を見る", "en": "show the logs"},
    "help.logs.names": {
        "ja": "記録の名前（既定は access, portal, web, worker。"
        "ほかに postgres, redis, setup, install …）",
        "en": "which logs (access, portal, web, worker by default;"
        " also postgres, redis, setup, install …)",
    },
    "help.logs.lines": {"ja": "行数（既定 30）", "en": "number of lines (default 30)"},
    "help.logs.follow": {"ja": "追加される行を表示し続ける", "en": "go on showing new lines"},
    "help.reset": {"ja": "すべてのデータを削除する", "en": "delete all data"},
    "help.reset.yes": {"ja": "確認せずに削除する", "en": "delete without asking"},
    "help.ckan": {
        "ja": "CKAN のコマンドを実行する（例: ./portal ckan user list）",
        "en": "run a command of CKAN (such as ./portal ckan user list)",
    },
    "help.test": {
        "ja": "すべてのテストを実行する（pytest の引数を付けられます）",
        "en": "run all tests (takes pytest's arguments)",
    },
}

MESSAGES = {**STEPS, **PARTS, **FAILURES, **HELP}
