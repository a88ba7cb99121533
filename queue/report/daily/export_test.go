package daily

import "os"

// OnSync has a function called in the place of a file's sync.
func (d *Daily) OnSync(f func(*os.File) error) { d.sync = f }
