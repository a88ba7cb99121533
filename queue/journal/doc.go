// Package journal keeps the books in SQLite: one file, onedoor.db, in the data
// directory.
//
// Store writes. It takes the queue's batches one by one: events, each with a
// SHA-256 chained over the one before, and in the same transaction what they
// came to (tickets and legs, for reading), personal rows, and answers to repeat.
// Commit returns nil only after the disk has said that the batch is durable.
// Sessions, PINs and failed log-ins go through the same writer.
//
// Books reads. It may be open beside a running program: reports and backups use
// it.
//
// What is guaranteed:
//
//   - One process writes a data directory; the kernel's lock says so and forgets
//     it when the process ends, however it ends.
//   - What is found is checked by reading before anything is written: a file of
//     another program, of a newer onedoor, or one whose newest events don't chain
//     is refused and left as it is. The chain before the newest snapshot is
//     verified by Verify, beside the work, a little at a time.
//   - A commit that failed has kept nothing, or the store says that it can't tell
//     and writes no more until the next start, which finds out.
//   - A full disk refuses commits, and the first commit after there is space
//     again succeeds.
//   - Tickets, legs, matters and evaluations are made from events alone: Rebuild makes them anew,
//     row for row. So are the tallies and the packed days that reports are made of: a day is packed
//     behind the scenes once it is closed, and whatever changes one of its visits later unpacks it.
//   - Who reads for long, a report or a file that goes out over a slow line, leaves connections for those who
//     ask one thing; see Moment.
//   - A ticket is about one matter, and an outside case number belongs to one: a
//     batch that says otherwise is refused whole, with the code matter_taken.
//   - A visit is evaluated once: a second one is refused with evaluated_already, whoever
//     else was in its batch is served.
//   - Erased text is overwritten in the file and gone from the log.
//
// SQLite runs in WAL mode with synchronous=FULL: a commit appends to a log and
// syncs it once. A keeper carries the log over into the file beside the commits
// and lets it begin anew, so that the log stays short and is mostly written over
// what is there, which is several times as fast as making a file longer. On Linux
// it is synced by fdatasync, see fdatasync_linux.go.
//
// What can't be told: a byte that turns in the log before it was carried over
// looks like a commit that a power cut tore, and ends the books before it. That
// is SQLite's own promise and no less.
//
// Rejected: a log file of our own. It would save half of the bytes written, and
// would need its own recovery, its own projections and its own tools, none of
// them tried in a billion places.
//
// Rejected: batches in the store. The queue gathers commands anyway, to decide
// them; gathering twice only adds waiting.
//
// Rejected: a row that names the last event. It would catch events cut off
// cleanly at the end, and cost a page for each commit; Verify finds the same by
// the tickets, which it holds against a replay of their events.
package journal
