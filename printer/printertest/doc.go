// Package printertest is what tests of printing are made with: a virtual printer
// that runs as long as the test (Start), the ways in which printers fail
// (Vanish, RunOut, Garble …; RandomFaults for all of them by chance), lines that are
// written down (Recorder) or played from a script (Playback), a Witness who
// keeps every slip that came out, and Books, which are held against the paper.
//
// With paper.Options.InMemory all of it works in a bubble of testing/synctest, where
// a printer's minutes pass in no time. So thousands of slips can be sent through
// printers of every class to which everything happens, and each verdict of the
// spool be held against the paper: TestManySlips does, ONEDOOR_SLIPS says how many.
// It fails also when too little of what was to go wrong did.
//
// Books say what paper and a house's word of it owe each other, the one definition for
// all tests here and those of package printer. A page is one slip's or its beginning,
// to the dot where it is whole. Two things are let pass, because no program can know
// better: what follows a power cut of which a printer that never answers said nothing,
// and a slip with a hole, whose rest had left and waited in an adapter while the
// printer was off.
//
// The witness lives in the test's process. A server under test can be killed
// between any two bytes, and what reached the paper is still known.
//
// Guarantees: everything a helper starts has ended when the test has; a Playback
// fails its test when something else is written than expected and when expected
// bytes are left over.
//
// Rejected: a mock of the Port with settable functions. It lets a test say what
// the code does instead of what a printer does; a script of bytes is as short and
// can be held against a manual.
package printertest
