//go:build race

package main

import "time"

// startBound is how long a start may take with the race detector, which makes
// everything some ten times slower.
const startBound = 10 * time.Second
