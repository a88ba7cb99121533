// Package console is what the people at the windows and at the reception desk
// work with: /window (which one), /window/{id} (the console) and /desk.
//
// The console is drawn on the server and kept right by its socket,
// /ws/console/{window}: first {"type":"snapshot", …} with everything it shows,
// then messages that each replace one part of it: "window", "ticket",
// "waiting", "aside". The words in it are in the page's language (?lang=). Each
// carries the journal's seq, which never goes back.
// The same snapshot is at /window/{id}/state. What staff do goes to /api/v1
// like any other program's, so the console can do nothing that the contract
// doesn't say.
//
// The desk's lists are drawn on the server only. One of them is who may stand in
// the hall without paper, the most urgent first (display.PaperNeeds), each with a
// key to print again, marked, and one to note that the number was written by
// hand. Slips come out where the form says, new ones and those printed again: at first
// where they do now, the desk's own printer before others (display.ReprintAt). Its
// socket, /ws/desk, is a bell, rung by the books and by the printers:
// {"type":"changed","seq":…}, upon which the page fetches itself and takes over the
// parts that differ.
//
// A row of the desk's lists opens everything that can be done with its ticket. The questions of the triage are asked in a
// sheet and their answers go with the number, as from a kiosk. Of those who need somebody now, whoever asks in silence
// stands first and those to whom somebody goes already last. A number that the desk ended stands large, with the way back for as long as
// the policy gives to undo (queue.TakeBack).
//
// In an emergency kiosks give no numbers, and its words stand over every page of the staff's. The desk's asks why before it gives
// one, and the reason is kept. Windows go on: whoever sits there knows better than a program whether the house
// is left or a drill is told of, and a call must never be the one thing that doesn't work. Rejected: to refuse calls
// while an emergency stands. The words may be of another floor or of an hour from now, programs that call were promised that it
// works, and a notice that nobody took down would stop the house.
//
// /mine is one's own page for a phone, drawn and rung as the desk is: who is in hand, who comes next, that it takes
// longer, and that there is no more today. What visitors thought of one's visits is counted in whole blocks of
// answers (policy.evaluation.show_from): a count that moved with each answer would tell each one. Rejected: to hide
// the first so many only. From then on every single answer shows as the difference. Its undo is the window's, what queue
// would take back: after a start there is none (queue.Undo).
//
// /follow-ups is whom somebody calls back: a supervisor sees all and gives them, everybody else sees their own, and
// whoever served the visitor none. What was closed a supervisor takes up again, with a reason. What is typed stands in a sheet outside the parts that the page takes over.
//
// /sessions is the readiness board of hearings and mediations: who is here, who is missing,
// one key that calls all. It is drawn and rung as the desk is; lists come in by the API.
//
// The keys stand in one table (keys.go): the buttons, what hears the keyboard and the help sheet are made from it. They
// are plain keys, since browsers own the others, and each means one thing whoever is in hand; digits are those of the keypad, too, with NumLock on or off. A key
// that is held down, goes into a field, or belongs to an input method that is composing hanzi is none.
//
// The first Enter does what a sheet is for, and its legend says so; in the one of sending on, it goes to the note first. An
// Enter within 700 ms after a sheet was left by Enter, or after a visit ended, calls nobody. Before service has begun every
// outcome asks, by the same sheet. A walk-in can't be undone, so its sheet says that, and nothing is chosen in it: taking
// the number back would have been somebody who left, in every figure.
//
// ?small=1 is the same page for the corner of a screen; where the browser has windows that stay on top, one of those
// mirrors the page and presses its buttons (small.js).
//
// Help in silence is 0 twice. The page shows nothing of it, not when it is asked for and not when somebody comes; it
// isn't in what the page is drawn with, either.
//
// Guarantees:
//
//   - A page never shows a state that the books don't have: that a key is under way
//     is shown at once, what came of it only because the server said so.
//   - A key pressed once acts once: it has an Idempotency-Key that is kept
//     until an answer came, however often the line breaks. After two minutes it is given up, in words: nobody is
//     called for a key of long ago. A reload of the page asks on with the same key and says what came of it.
//   - An act says which ticket was seen. At a window of two people nobody ends the other's next visitor.
//   - What was typed into a sheet about a visitor is kept for that visitor until something came of it.
//   - Whoever loses the right to a window, or logs out, loses its socket with it.
//   - Notes are read from the store for the ticket in hand only, and are in no
//     message about anybody else.
//
// Rejected: drawing what will probably come of a key and taking it back on a refusal. A number shown as called
// that isn't has somebody sent away; the answer takes some hundredths of a second.
//
// Rejected: sending events and letting the page work out the lists. The order
// depends on the time and on who is at the window, and a rule written twice is
// wrong once. Parts are small: a list of 60 waiting is 5 KB, and only sent when
// it differs from the one before.
package console
