// Package browsertest is the Chromium without a head that the tests of all faces look through.
//
// A package's tests share one browser: Main, called by TestMain, ends it with them, and should the tests die without
// a word, the system ends it with them. A test opens pages in it with Open; each has cookies and storage of its own,
// as somebody else's computer has, and goes with the test. What isn't caught on a page fails the test. What a test waits
// for may take Patience, which a loaded machine needs and no other reaches.
//
// A live page is drawn anew at any moment. Waiting and finding are therefore one expression, evaluated in the page
// until it is true, across pages if need be; nothing of the page is held from one step to the next. Where to click is
// found in the same way, and the click is sent to that point, once. The queries of chromedp were tried before: they
// find a node, look at it and click it in six messages, and fail when the page is drawn anew between two of them
// ("could not find node with given id"); while they wait they ask for the node's box every five milliseconds, which
// keeps both cores of a small machine busy.
//
// A browser for each test was tried, too: on two cores a third of the time went into starting it.
package browsertest
