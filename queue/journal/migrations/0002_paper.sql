-- Where a ticket's slip comes out, which may be a fallback, whether the number was
-- written by hand, and since when all this is so.
ALTER TABLE tickets ADD COLUMN printer TEXT NOT NULL DEFAULT '';
ALTER TABLE tickets ADD COLUMN by_hand INTEGER NOT NULL DEFAULT 0;
ALTER TABLE tickets ADD COLUMN print_at INTEGER;

-- The printer of the job that the ticket's last event about paper tells of.
UPDATE tickets SET printer = job.printer, print_at = job.at FROM (
	SELECT latest.ticket, asked.printer, latest.at FROM (
		SELECT json_extract(data, '$.ticket') AS ticket, json_extract(data, '$.job') AS job, at, max(seq) FROM events
		WHERE type IN ('print_queued', 'print_started', 'print_stalled', 'print_settled') GROUP BY 1
	) AS latest JOIN (
		SELECT json_extract(data, '$.job') AS job, json_extract(data, '$.printer') AS printer FROM events WHERE type = 'print_queued'
	) AS asked ON asked.job = latest.job
) AS job WHERE job.ticket = tickets.id;
