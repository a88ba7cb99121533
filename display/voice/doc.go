// Package voice is what people hear: which calls are said, in what order, and in
// which words.
//
// # The order
//
// The house is parted into zones: the screens and loudspeakers that are heard
// together (queue.Rules.Zones; a screen names one with "zone", else each floor is
// one, and a screen over several floors is heard where people come in). An
// Announcer follows the queue and decides for each zone one order:
//
//   - One announcement at a time. The next begins when the last has ended.
//   - An emergency cuts off what is being said; then come calls of priority
//     tickets, then the others, each in the order of the calls.
//   - Each is said twice; once when the visitor has already come, or when the
//     repetition would leave another call unsaid.
//   - Nothing older than 30 s is said. A call that doesn't hold any more isn't
//     said, and falls silent when it is being said. A recall takes the place of
//     its call while that waits, else its own turn.
//   - A program that starts says the calls of the last 30 s that still stand.
//
// One zone a floor, and not the house, because that is what ears can tell: who
// waits on floor 3 hears nothing of floor 1's ten windows, and a call isn't kept
// waiting for one that is said out of earshot. A hall that is heard on every floor
// says so in its config. Rejected: an order for each screen, in its browser, as it
// was before: two televisions of a hall spoke over each other.
//
// # The words
//
// The text is made here, so that every loudspeaker says the same, and in the words
// a person would use: digits of a ticket one by one with 一 as 幺 (on the telephone
// and in a loud hall 一 and 七 are taken for each other), a window's number as a
// number, and the way where the place is on another floor:
//
//	请 A 零幺二号，到一楼三号窗口。
//	请 H 零零幺号，乘电梯上三楼，到共享法庭。
//
// The centre's language comes first; a visitor whose ticket speaks another language
// hears that one after it. Nothing but number and place is said: opponents sit in
// the same hall.
//
// Rejected: sentences put together in the browser, which would need the rules of
// speech in JavaScript, twice.
package voice
