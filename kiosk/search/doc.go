// Package search finds what a visitor means by what is typed on a kiosk's keys:
// hanzi, pinyin, the initials of pinyin, English, with the mistakes people make.
//
// An Index is made of entries, each with the words that may find it; it is pure,
// never changes, and answers within a few milliseconds for a house of hundreds of
// words, so that every key can be answered by the server.
//
// How letters are read as pinyin: syllable by syllable along a text, from any of
// its syllables on. A syllable may be spelt out, given by its initial (g, zh or z),
// or, at the end of what was typed, begun. What the south, the keys and the dialects
// make of a spelling is read, too, at a cost: zh for z and the like, n for l, l for r,
// an for ang, in for ing, en for eng; a letter left out, doubled or changed over with
// its neighbour; a few syllables left out between two (ldzc for 劳动人事争议仲裁).
// A hanzi with several readings has them all: 调 is tiao and diao, 重 zhong and chong.
//
// The same letters are tried as English words: begun, in another form, or one letter
// wrong. The cheaper reading counts. Hanzi are found as they stand, within a longer
// sentence, by most of them, and by their sound, for a wrong one of the same sound.
//
// Rejected: a full-text index of SQLite: it reads no pinyin, and what is searched is
// some hundred words that stand in the rules. Rejected: an input method that makes
// hanzi of pinyin first, as phones have: a choice among candidates at each word is one
// more thing to learn, and the results themselves are the candidates. Rejected: pinyin
// written into the config by hand: nobody would keep it true.
package search
