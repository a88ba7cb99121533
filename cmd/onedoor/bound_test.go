//go:build !race

package main

import "time"

// startBound is how long a start may take until the program is ready.
const startBound = time.Second
