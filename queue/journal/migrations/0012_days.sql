-- Packed days tell what the rules of the day said of a service, and waiting without nights and from
-- an appointment's time on. They are packed anew behind the scenes, and read from tickets meanwhile.
DROP TABLE cells;

CREATE TABLE cells (
	day  TEXT PRIMARY KEY,
	data BLOB NOT NULL
) STRICT;

-- Who is to be called back was not content, by the rules of then.
DELETE FROM tallies WHERE what = 'evaluation';

INSERT INTO tallies (day, what, service, window, staff, device, lang, code, n, seconds)
SELECT day, iif(due IS NULL, 'evaluation', 'discontent'), service, window, staff, '', '', level, count(*), 0
FROM evaluations GROUP BY 1, 2, 3, 4, 5, 8;
