// Package paper is the other end of a printer's line: it reads ESC/POS bytes and
// shows the paper that a printer would have put out.
//
// Three things use the same table of commands, the one in PRINTING.md:
//
//   - Disassemble writes bytes as text, one command a line, so that the golden
//     files of package printer can be reviewed; Assemble turns it back.
//   - Interpreter prints bytes on a roll of dots, with the memory font's own 12
//     and 24 dots, whole magnifications, alignment, pictures and QR codes.
//     A cut ends a Page. What a real printer would stumble over is flagged as a
//     Problem with its offset, and then done as a printer does it: an unknown
//     command becomes garbage on paper. Commands of the book that no profile emits
//     are flagged as well, and taken whole. It is held against encoders, a parser
//     and decoders that have nothing to do with this program (testdata/foreign).
//   - Virtual is an interpreter at the end of a line that keeps time like a printer
//     (line speed, buffer, flow control, speed of the paper), answers questions as a
//     Class of printers does, and in which everything can go wrong at an exact byte:
//     by its methods, or by a Script that reads like a diary of bad luck. The line
//     is a pseudo-terminal, so that the demo prints through the same serial driver
//     as on a real printer, or stands in memory (Connect) for tests whose hours are
//     to pass in no time, on the clock of testing/synctest. What happened when is
//     told by its Timeline, and when a page's first and last byte came and when it
//     was cut by the Page.
//
// What it guarantees: no bytes make it panic, and none make it take more memory
// than a metre of paper and one command of a megabyte. Assemble(Disassemble(b))
// is b for every b. A Virtual that has nothing to do sleeps in a read. Run leaves
// no goroutine and no device behind. The same bytes, script and seed on a line in
// memory make the same timeline.
//
// Where printers differ, it is as strict as the strictest: Kanji mode is off after
// ESC @, codes beyond the profile's character set are garbage, GS ! leaves hanzi
// alone where the profile says so, and QR codes after hanzi come out empty on
// printers that have that fault.
//
// A power cut takes what is in the buffer, and not the paper: half a slip goes on
// hanging out of the printer, and what is sent next is printed below it. Nothing but a
// cut, a tear bar or TearOff ends a page.
//
// Distances are physical. Between the head and the cutter (or tear bar) lie some
// 12 (6) mm of paper, so every page begins with as much white, and a cut without a feed
// before goes through the text.
//
// Rejected: an off-the-shelf emulator. Those that can be had draw receipts from
// bytes, but none keeps time, answers status, or loses its buffer with the power,
// and it is there that tickets are lost.
package paper
