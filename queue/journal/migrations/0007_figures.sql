-- What the reports are made of. All of it but runs can be made anew from the events.

-- Which leg counts for a matter, or for a visit without one, among those that accept or
-- conclude: the first of them.
ALTER TABLE legs ADD COLUMN once INTEGER NOT NULL DEFAULT 0;

UPDATE legs SET once = 1 FROM (
	SELECT l.ticket, l.n, row_number() OVER (PARTITION BY coalesce(k.matter, -l.ticket), l.counts ORDER BY l.ended, l.ticket, l.n) AS place
	FROM legs l LEFT JOIN links k ON k.ticket = l.ticket WHERE l.counts IN ('accepted', 'concluded')
) AS act WHERE act.place = 1 AND legs.ticket = act.ticket AND legs.n = act.n;

-- Closed days, packed: cells of hour, service, window, staff, class and language with the visits
-- in them to the second. A day that isn't here is read from tickets and legs; whatever changes a
-- ticket of a packed day takes its row away, and the next close of a day packs it again.
CREATE TABLE cells (
	day    TEXT PRIMARY KEY,
	visits INTEGER NOT NULL,
	data   BLOB NOT NULL
) STRICT;

CREATE TRIGGER cells_issued AFTER INSERT ON tickets BEGIN
	DELETE FROM cells WHERE day = new.day;
END;

CREATE TRIGGER cells_changed AFTER UPDATE ON tickets BEGIN
	DELETE FROM cells WHERE day = new.day;
END;

CREATE TRIGGER cells_counted AFTER UPDATE OF once ON legs WHEN old.once <> new.once BEGIN
	DELETE FROM cells WHERE day = (SELECT day FROM tickets WHERE id = new.ticket);
END;

-- What is counted by the day and is no ticket's: evaluations, searches, consultations, stalls of
-- printers. Columns that don't apply are empty.
CREATE TABLE tallies (
	day     TEXT NOT NULL,
	what    TEXT NOT NULL,
	service TEXT NOT NULL,
	window  TEXT NOT NULL,
	staff   TEXT NOT NULL,
	device  TEXT NOT NULL,
	lang    TEXT NOT NULL,
	code    TEXT NOT NULL,
	n       INTEGER NOT NULL,
	seconds INTEGER NOT NULL,
	PRIMARY KEY (day, what, service, window, staff, device, lang, code)
) STRICT, WITHOUT ROWID;

-- Printers that a slip waits for, and since when.
CREATE TABLE stalls (
	printer TEXT PRIMARY KEY,
	since   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- When the program ran: from its first write to its last, to the minute. Not made of events.
CREATE TABLE runs (
	began INTEGER PRIMARY KEY,
	last  INTEGER NOT NULL
) STRICT;

-- The time zone in force is found at once.
CREATE INDEX events_rules ON events (seq) WHERE type = 'rules_set';
