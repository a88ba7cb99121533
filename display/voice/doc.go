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
// # The audio
//
// A call's audio is put together here, clip by clip, and has one address, made of
// its bytes: /voice/call/KEY.wav, and beside it KEY.json, which says where each clip
// lies. A line is found in the clips by its own words (book.find), so what is written
// and what is heard can't part: a clip is known by its text, and the fewest that say
// the line are taken. Every clip has one loudness (Level, measured as EBU R 128 does),
// silence is taken off its ends, and no pause is longer than a quarter of a second.
//
// It is served as PCM: a browser decodes it at once, and aplay plays it as it is. For
// a hall it is half a megabyte on the house's own network, once a call.
//
// A line whose place no clip says sends people to the screen instead, and /hall names
// the place. A language without clips, and an emergency that was written on the spot, is left
// to the browser's own voice behind a chime or an alarm. Where the server's loudspeaker speaks,
// that plays what there is and one browser says the rest behind it; /hall asks for a person.
//
// The folder may change while the program runs: Keep and Drop change it, Again reads what is new of it, and
// Announcer.Speak has the next call said with it.
//
// Whose voice it is: a folder of the centre's recordings (LANG.tsv lists what
// LANG/NAME.wav says), else the pack that is in the program, for each line one of them.
//
// The pack is a machine's voice that stands in: espeak-ng, made offline by make clips
// of the lists of words beside it. Nobody's ear has judged it yet; figures have: each
// clip is within half a LU of the others, and what is cut out of a call correlates
// with what was put in. It is Ogg Opus, one file a language, decoded clip by clip by
// pion/opus (RFC 6716 whole, in Go; 50 dB within libopus on this pack, 600 times
// faster than it is spoken). Rejected: Vorbis, which at this size is the worse for speech;
// Opus packets joined without decoding, which clicks where clips meet and can't be
// mixed with recordings; FLAC, seven times as large.
//
// Rejected: sentences put together in the browser, which would need the rules of
// speech in JavaScript, twice.
package voice
