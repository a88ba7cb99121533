package journal_test

func childIssue(dir string) {}
