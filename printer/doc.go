// Package printer brings a ticket to paper and tells the truth about it.
//
// The way of a slip: a Ticket, laid out by a centre's Template, is a Slip, a
// device-neutral document; Encode turns it into ESC/POS bytes for a Profile, which
// is data and not code; the Spool owns the port, asks the printer whether it can
// print, has the attempt written down by the Ledger, sends the bytes and then finds
// out what became of them.
//
// What the package guarantees:
//
//   - Encode is pure. No byte of a name, a service or a URL can become a
//     command: control bytes are dropped from texts before encoding, and a text
//     that the printer's character set cannot say is mapped, drawn, or replaced
//     by 〓, never sent as a code the printer would tear apart. Digits neither
//     come nor go nor change. What is wrong with a slip is found before its first
//     byte is made.
//   - No text, however long, tears a ticket's number or pushes it or the QR code
//     off the paper: it is set smaller, then cut short. Whatever the template, a
//     reprint's mark is the first thing on the slip, and stands below the number
//     once more: of a slip that lost its head in a power cut, no rest that shows
//     the number lacks it.
//   - A QR code stands in four modules of white, wide enough to be read from 20 cm
//     where the printer draws it itself.
//   - Not one byte of a slip leaves before Ledger.Begin has returned. What
//     left and wasn't answered for is in doubt and is never sent again from
//     here. So there is at most one unmarked original; exactly one can't be had,
//     because the last answer can always be lost.
//   - A slip stands alone on its paper. After one that broke off, whatever the
//     printer has of it is cleared away before the next (see way). Only of a
//     printer that never answers nobody learns that it was switched off within a
//     slip: there the next one may follow on the same paper. To cut before every
//     slip would cost each of them twelve millimetres.
//   - Submitting never blocks on the printer, and a job that nobody waits for
//     any more lapses instead of spilling out when the paper is changed.
//   - One goroutine owns the port, and sends slips one after the other, however
//     many kiosks hand them in. Every write has a deadline.
//
// A line is what the printer's own characters make of it, or it is drawn, that line
// alone, when they lack some of it. Lines end between words or hanzi by the rules of
// Chinese setting, and among all ways with the fewest lines the most even one is
// taken: text on a slip is centred, where a last line of one character looks lost.
// QR codes get the highest error correction that their version has room for, since
// it costs nothing. The profiles are what makers wrote down; none was tried on
// paper, and each says so.
//
// What a verdict is worth. Confirmed means that the printer sent the slip's own
// id back, which it does when all before it is on paper. Weakly confirmed means
// that it read the slip to its end and was well when that should be out. Sent means
// that nothing proves it: the printer has taken the slip, and was well when that should
// be out if it says how it is at all. Neither confirmation is
// believed of a printer that must have forgotten the slip's beginning: one that
// always answers and was silent meanwhile. What can't be seen is a printer that is
// reset in an instant within the slip, by a weak power supply for instance, and
// reads the rest as a slip of its own. In doubt is what has no proof, and stays so
// until a late id lifts it, which may be after the paper was changed, or after a
// restart; no fence does, because one is like the other.
//
// A line that stands still for a second within a slip is given up (three, where the
// printer's buffer is small), and what hasn't left is taken back: behind the
// stillness the printer may be switched off and on. A USB adapter can't take back what
// it was given: there a slip that stood still is in doubt as far as it was sent.
//
// A slip may go on a word of the printer's that is older than the slip itself, when
// it was handed in during the questions to an idle printer. It is sent on it all
// the same: what counts is how old the word is when the slip's first byte leaves,
// and that is a second at most beside the questions' own time, no more than for a
// slip that was there before. What the printer says unasked until then is heeded;
// when the ledger takes longer, it is asked anew.
//
// Of DLE ENQ only the one that goes on where a jammed knife stopped is used (see
// jam). An overheated head cools by itself; a fault that needs switching off needs a
// person; and nothing is ever thrown away in the printer, because its slip may be
// one of which somebody was told that it is in doubt.
//
// Rejected: letting CUPS or a vendor's driver print. A driver accepts a job and
// calls it done; whether paper came out is exactly what it doesn't say. Rejected
// too: drawing the whole slip as a picture, which would need no character sets
// and no profiles: it takes 33 s at 9600 baud where text takes a third of one. And
// GB 18030 for every printer, which encodes anything without complaint: a printer
// that doesn't know its four-byte codes prints them as garbage with digits in it,
// beside the ticket's number.
package printer
