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
// /sessions is the readiness board of hearings and mediations: who is here, who is missing,
// one key that calls all. It is drawn and rung as the desk is; lists come in by the API.
//
// Guarantees:
//
//   - A page never shows a state that the books don't have: nothing is drawn
//     because a key was pressed, only because the server said so.
//   - A key pressed once acts once: it has an Idempotency-Key that is kept
//     until an answer came, however often the line breaks.
//   - Whoever loses the right to a window, or logs out, loses its socket with it.
//   - Notes are read from the store for the ticket in hand only, and are in no
//     message about anybody else.
//
// Rejected: sending events and letting the page work out the lists. The order
// depends on the time and on who is at the window, and a rule written twice is
// wrong once. Parts are small: a list of 60 waiting is 5 KB, and only sent when
// it differs from the one before.
package console
