// Package sheet writes tables for other programs: as CSV, XLSX and JSON, one
// Book in each form. It knows nothing of tickets; who has tables fills a Book.
//
// Guarantees:
//
//   - The three forms say the same, also what stands on a workbook's first sheet. A figure is a number in each, never a text that
//     looks like one: counts, seconds, rates, days and moments have cells of their
//     kind in a workbook. What has no figure is an empty cell, and null in JSON. What
//     is under five and masked is "<5" in words, and {"under":5} in JSON; what is hidden and maybe
//     more is a word, and {"hidden":true}: no program takes either for a number.
//   - No text becomes a formula: what would begin one has an apostrophe before it in
//     CSV; a workbook keeps it as the text it is.
//   - CSV is UTF-8 with its mark and lines end in CRLF, as spreadsheets want it.
//   - Rows are written as they come: a sheet of a hundred thousand is never held whole.
//     A Book that failed half-way gives its error; what was written until then is not a
//     whole file.
//
// A workbook is written by excelize, which the house's plan names; its StreamWriter
// keeps rows in a temporary file from 16 MiB on.
package sheet
