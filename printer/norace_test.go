//go:build !race

package printer_test

// stride is how many steps apart the program is killed.
const stride = 1
