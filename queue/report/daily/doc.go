// Package daily hands each day's figures on after the day has closed: as files,
// CSV and XLSX, into a directory, and as JSON by HTTPS POST to the district.
//
// Guarantees:
//
//   - A day is closed when the lobby's day is a later one. Days go in order, none is
//     skipped, a day on which nobody came goes too. How far each way has come, file
//     and post, is kept in the books, in a mark that is durable before the next day
//     begins: a restart, a crash or a week without a network loses nothing.
//   - A day is posted until the district has accepted it, and what is posted again is
//     the same to the byte, since the body is kept with the mark. Idempotency-Key is the
//     journal's id and the day, so the district can tell a repetition; 409 says that it
//     has the day already, and counts as accepted.
//   - Between tries the pause doubles from half a minute to an hour, and Retry-After is
//     heeded up to a day. A mistake of the config (401, a wrong address, a token's
//     file that isn't there) is tried again like the rest: whoever mends it finds
//     the days still there.
//   - No day holds citizens' data: it is what the caller's Book says, which has counts
//     and times; and no error that is shown or logged holds the address's secret parts,
//     the token, or what the district answered.
//   - A file appears whole under its name or not at all. The directory is never made:
//     a share that isn't mounted must not become a directory on the own disk.
//
// A restored backup goes on where the mark in it stood, under the new journal's id: the
// district may get some days again, with another key, and takes the newest.
//
// It lives beside the figures, not in the faces, because it is a loop with I/O; not in
// queue/hub, because that follows events, and these are figures.
//
// Rejected: posting at a time of the day, which fails for houses that are switched off
// at night; a file for the cursor beside the database, which no backup holds.
package daily
