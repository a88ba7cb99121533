// Package daily hands each day's figures on after the day has closed: as files,
// CSV and XLSX, into a directory, and as JSON by HTTPS POST to the district.
//
// Guarantees:
//
//   - A day is closed when the lobby's day is a later one. Days go in order, none is
//     skipped, a day on which nobody came goes too. How far each way has come, file
//     and post, is kept in the books, in a mark that is durable before the next day
//     begins: a restart, a crash or a week without a network loses nothing.
//   - What changes later is told: visits that were going on end, are evaluated, and
//     somebody calls back. For the days that Settle says, once after each day's end, a
//     day is made again, and when it says something else it is handed on again, with a
//     revision one higher, in the same file and under a key of its own. What changes
//     after that isn't told: the fact "changes_until" says so from the first.
//   - An issue is posted until the district has accepted it, and what is posted again is
//     the same to the byte, since the body is kept with the mark before it leaves.
//     Idempotency-Key is the journal's id and the day, and from the second revision on
//     that, so the district can tell a repetition; 409 says that it has it already, and
//     counts as accepted.
//   - Between tries the pause doubles from half a minute to an hour, and Retry-After is
//     heeded up to a day; a pause that a wrong clock made longer is none. A mistake of the
//     config (401, a wrong address, a token's file that isn't there) is tried again like
//     the rest: whoever mends it finds the days still there.
//   - A day that is refused as it is (400, 413, 422 and the like) holds up the later ones
//     for a day and a night. Then it is left behind, which people are told, and tried
//     again once a day.
//   - A file that other books wrote is never replaced: each says of which journal it is.
//     A day whose name is taken is left behind in the same way.
//   - No day holds citizens' data: it is what the caller's Book says, which has counts
//     and times; and no error that is shown or logged holds the address's secret parts,
//     the token, or what the district answered.
//   - A file appears whole under its name or not at all. The directory is never made:
//     a share that isn't mounted must not become a directory on the own disk.
//
// Books that were restored from a backup don't have whole what happened between that and the
// day on which they went on (journal.Restored). Those days are passed over, and people told:
// the books before may have handed them on, and these would say zeros. Who needs them makes
// them by onedoor report. Days before the backup that had not been handed on then go, under
// the new journal's id; none is corrected that other books handed on. Up to the day on which
// the books went on, each issue says that they were restored.
//
// It lives beside the figures, not in the faces, because it is a loop with I/O; not in
// queue/hub, because that follows events, and these are figures.
//
// Rejected: posting at a time of the day, which fails for houses that are switched off
// at night; a file for the cursor beside the database, which no backup holds.
package daily
