//go:build !unix

package edition

import "io/fs"

// groupOf is the group that a file belongs to, -1 where there are none.
func groupOf(fs.FileInfo) int { return -1 }
