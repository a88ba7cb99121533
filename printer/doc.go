// Package printer brings a ticket to paper and tells the truth about it.
//
// The way of a slip: a Slip is a device-neutral document; Encode turns it into
// ESC/POS bytes for a Profile, which is data and not code; the Spool owns the
// port, asks the printer whether it can print, has the attempt written down by
// the Ledger, sends the bytes and then finds out what became of them.
//
// What the package guarantees:
//
//   - Encode is pure. No byte of a name, a service or a URL can become a
//     command: control bytes are dropped from texts before encoding, and a text
//     that the printer's character set cannot say is mapped, drawn, or replaced
//     by 〓, never sent as a code the printer would tear apart.
//   - Not one byte of a slip leaves before Ledger.Begin has returned. What
//     left and wasn't answered for is in doubt and is never sent again from
//     here. So there is at most one unmarked original; exactly one can't be had,
//     because the last answer can always be lost.
//   - Submitting never blocks on the printer, and a job that nobody waits for
//     any more lapses instead of spilling out when the paper is changed.
//   - One goroutine owns the port. Every write has a deadline.
//
// Rejected: letting CUPS or a vendor's driver print. A driver accepts a job and
// calls it done; whether paper came out is exactly what it doesn't say. Rejected
// too: drawing the whole slip as a picture, which would need no character sets
// and no profiles: it takes 33 s at 9600 baud where text takes a third of one.
package printer
