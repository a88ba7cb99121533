// Command onedoor is the kiosk and queue system of a one-stop centre's lobby, in
// one binary on one machine.
//
// This package maps flags, puts the parts together (wire.go), lists the routes
// (routes.go) and minds signals. It is imported by nobody, holds no rule and
// draws no page. deps_test.go holds the plan's table of who may import whom.
//
// Exit codes: 0 done; 1 the input is wrong, one problem a line on stderr;
// 2 usage; 3 the environment failed (port in use, disk full, data in use).
package main
