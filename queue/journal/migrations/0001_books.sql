-- Times are microseconds since 1970 in UTC; days are local, as 2026-11-23.

-- One row for each thing that is true of the whole file: the journal's id, and
-- the scratch row that proves the file can be written.
CREATE TABLE meta (
	key   TEXT PRIMARY KEY,
	value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The books. hash chains each event over the one before, see queue.Chain.
CREATE TABLE events (
	seq   INTEGER PRIMARY KEY,
	at    INTEGER NOT NULL,
	day   TEXT NOT NULL,
	type  TEXT NOT NULL,
	v     INTEGER NOT NULL,
	actor TEXT NOT NULL,
	cause INTEGER NOT NULL,
	data  TEXT NOT NULL,
	hash  BLOB NOT NULL
) STRICT;

-- The lobby after event seq; chain is that event's hash, sum the state's SHA-256.
CREATE TABLE snapshots (
	seq   INTEGER PRIMARY KEY,
	chain BLOB NOT NULL,
	sum   BLOB NOT NULL,
	state BLOB NOT NULL
) STRICT;

-- Projections: what the events came to, for reading. They can be made anew.
CREATE TABLE tickets (
	id          INTEGER PRIMARY KEY,
	day         TEXT NOT NULL,
	number      TEXT NOT NULL,
	ref         TEXT NOT NULL,
	code        TEXT NOT NULL,
	service     TEXT NOT NULL,
	class       TEXT NOT NULL,
	party       INTEGER NOT NULL,
	lang        TEXT NOT NULL,
	kiosk       TEXT NOT NULL,
	issued      INTEGER NOT NULL,
	ahead       INTEGER NOT NULL,
	low_s       INTEGER,
	high_s      INTEGER,
	state       TEXT NOT NULL,
	changed     INTEGER NOT NULL,
	seq         INTEGER NOT NULL,
	since       INTEGER NOT NULL,
	credit_us   INTEGER NOT NULL,
	window      TEXT NOT NULL,
	staff       TEXT NOT NULL,
	for_window  TEXT NOT NULL,
	for_staff   TEXT NOT NULL,
	hold_reason TEXT NOT NULL,
	until       INTEGER,
	returned    INTEGER NOT NULL,
	outcome     TEXT NOT NULL,
	reason      TEXT,
	notes       TEXT,
	print       TEXT NOT NULL,
	print_why   TEXT NOT NULL,
	print_weak  INTEGER NOT NULL,
	copies      INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX tickets_ref ON tickets (ref);
CREATE UNIQUE INDEX tickets_day ON tickets (day, number);

CREATE TABLE legs (
	ticket   INTEGER NOT NULL REFERENCES tickets (id),
	n        INTEGER NOT NULL,
	service  TEXT NOT NULL,
	window   TEXT NOT NULL,
	staff    TEXT NOT NULL,
	began    INTEGER NOT NULL,
	called   INTEGER,
	started  INTEGER,
	ended    INTEGER,
	calls    INTEGER NOT NULL,
	waited_s INTEGER NOT NULL,
	ending   TEXT NOT NULL,
	PRIMARY KEY (ticket, n)
) STRICT, WITHOUT ROWID;

-- Names, phones and free text, kept apart from the events and erased in time.
CREATE TABLE personal (
	id          INTEGER PRIMARY KEY,
	ticket      INTEGER NOT NULL,
	kind        TEXT NOT NULL,
	value       TEXT NOT NULL,
	erase_after INTEGER NOT NULL
) STRICT;

CREATE INDEX personal_erase ON personal (erase_after);

-- Answers to requests with an idempotency key, for a day.
CREATE TABLE answers (
	id        INTEGER PRIMARY KEY,
	principal TEXT NOT NULL,
	route     TEXT NOT NULL,
	key       TEXT NOT NULL,
	at        INTEGER NOT NULL,
	body      BLOB NOT NULL,
	result    TEXT NOT NULL,
	UNIQUE (principal, route, key)
) STRICT;

-- Who is logged in; hash is the SHA-256 of the session's token.
CREATE TABLE sessions (
	hash    BLOB PRIMARY KEY,
	staff   TEXT NOT NULL,
	made    INTEGER NOT NULL,
	expires INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- PINs that people chose themselves, as argon2id hashes.
CREATE TABLE pins (
	staff TEXT PRIMARY KEY,
	phc   TEXT NOT NULL,
	at    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Failures to log in since the last success.
CREATE TABLE attempts (
	staff  TEXT PRIMARY KEY,
	failed INTEGER NOT NULL,
	last   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
