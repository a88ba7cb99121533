-- What somebody did that is no event of the hall. detail is JSON of ids and codes.
CREATE TABLE audits (
	id      INTEGER PRIMARY KEY,
	at      INTEGER NOT NULL,
	staff   TEXT NOT NULL,
	act     TEXT NOT NULL,
	subject TEXT NOT NULL,
	detail  TEXT
) STRICT;

CREATE INDEX audits_at ON audits (at);

-- A PIN that somebody else chose is changed at the next log-in; those of before aren't
-- taken again.
ALTER TABLE pins ADD COLUMN must_change INTEGER NOT NULL DEFAULT 0;

CREATE TABLE old_pins (
	id    INTEGER PRIMARY KEY,
	staff TEXT NOT NULL,
	phc   TEXT NOT NULL,
	at    INTEGER NOT NULL
) STRICT;

CREATE INDEX old_pins_staff ON old_pins (staff);

-- Kiosks, screens and tablets that an administrator let in by a code; hash is the
-- SHA-256 of the token.
CREATE TABLE devices (
	id      INTEGER PRIMARY KEY,
	hash    BLOB NOT NULL UNIQUE,
	kind    TEXT NOT NULL,
	subject TEXT NOT NULL,
	at      INTEGER NOT NULL,
	staff   TEXT NOT NULL
) STRICT;
