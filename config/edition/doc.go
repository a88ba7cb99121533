// Package edition keeps the editions of a centre's file: what it says now, what it said before and who changed it,
// and what each administrator is about to change.
//
// The YAML file stays the truth. A change goes one way, whoever makes it, a form, the editor, a program or a step
// back: it names the text that it was made from, is checked as "onedoor check" does, kept, written beside the file,
// put in the file's place and taken over as at SIGHUP. When taking over fails the file before is put back by its name,
// which asks a full disk for nothing; the end of a request ends no change that has begun.
//
// Guarantees:
//
//   - Nobody's change is lost to somebody else's: one that was made from another text than the file's is refused, be it
//     an administrator's or a hand's on the machine. Merge brings both together when they touch different lines.
//   - One text is taken over at a time, be it the config or words beside it: a file that is read anew waits for a change
//     that is under way, and the other way round, so that the newer of both is in force.
//   - The file is whole at every moment: it is replaced, never written over.
//   - What was kept is never rewritten. The last 300 editions are there, with when and who; a file that was changed
//     by hand is an edition without a who.
//   - A draft survives a restart of the program, and ends only by being applied or thrown away.
//
// What names a program (voice.speakers), a host or a secret's file (daily), a file printer, a virtual printer's script, or a
// path outside the config's folder is taken only from the file on the machine itself, unless the program was started with
// --admin-may-everything: else an administrator's PIN would be as good as the service's account. Such values may stay and
// go. Printers at tcp: and serial: may be changed: they take slips and nothing else. Rejected: a right above the
// administrator's. Whoever may change the file on the machine is known to the machine.
//
// A file of words that the config names has editions of its own (Leaf), kept and put in force in the same way, but
// without a draft: a word stands for itself.
//
// What an import has beside its config waits with the draft, and is put in place with it or not at all: below the
// config's folder, neither among the books nor among the editions, words only where there are none yet or words. The words
// before are an edition, the recording before is NAME.wav.old.
//
// Editions are files beside the books, not rows in them: a technician whose web page is dead copies one back with
// cp. They hold hashes of PINs as the file does, readable for the program's user alone. Rejected for the same
// reason: to keep differences instead of whole texts; 300 of them are some 15 MB.
package edition
