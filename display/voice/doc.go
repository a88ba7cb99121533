// Package voice composes what a screen says when a ticket is called.
//
// The text is made on the server, so that every browser says the same, and in
// the words a person would use: digits of a ticket one by one with 一 as 幺
// (on the telephone and in a loud hall 一 and 七 are taken for each other),
// a window's number as a number, and the way where the place is on another
// floor:
//
//	请 A 零幺二号，到一楼三号窗口。
//	请 H 零零幺号，乘电梯上三楼，到共享法庭。
//
// The centre's language comes first, twice; a visitor whose ticket speaks
// another language hears that one after it. Nothing but number and place is
// said: opponents sit in the same hall.
//
// The browser speaks with a voice it has without the network, or says that it
// has none. Rejected: sentences put together in the browser, which would need
// the rules of speech in JavaScript, twice.
package voice
