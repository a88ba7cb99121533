//go:build race

package printer_test

// stride is how many steps apart the program is killed: the race detector makes
// each life ten times as long, and looks for something else. Chance says which
// steps; without it each one is taken.
const stride = 13
