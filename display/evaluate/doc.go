// Package evaluate is the tablet that stands at a window: /evaluate/{window}. When a visit ends there it
// shows the levels of the evaluation large, for a minute, and otherwise nothing but where it stands.
//
// The page is drawn on the server; its socket, /ws/evaluate/{window}, is a bell that rings when
// the page has changed: {"type":"changed","at":…}. A level that nobody calls back for is sent by one
// touch; the others ask for reasons and, if the visitor likes, a number to call.
//
// Guarantees:
//
//   - The page shows the number and nothing of the matter, and never what was answered: it thanks, and is the same again
//     for everybody.
//   - A touch is about the visit that the page showed, not about the one that ended since.
//   - Whoever began an answer within the minute may end it; the server takes it so much longer.
//   - The tablet holds no ref: a visit is named by its id, which is taken from this window's own
//     tablet alone and only while the page may ask.
//
// Which visits may be asked about is kept here and not in the Lobby, which may let go of a visit
// before the minute is over. After a start the last ones are found in the Lobby again.
//
// Rejected: the phone's page on the tablet. It has the QR's key in its address, offers what only
// the visitor may do, and stands there for the next one to read.
package evaluate
