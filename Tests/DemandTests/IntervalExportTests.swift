import Foundation
import Quantities
import Testing

@testable import Demand

@Suite("Interval exports")
struct IntervalExportTests {
  private func read(_ text: String, open: String? = nil) throws -> IntervalExport {
    try read(Array(text.utf8), open: open)
  }

  private func read(
    _ bytes: [UInt8], open: String? = nil, zone: String = "America/Chicago"
  ) throws -> IntervalExport {
    try IntervalExport.read(
      bytes: bytes, file: "calls.csv", timeColumn: "time", valueColumn: "calls", openColumn: open,
      zone: try #require(ZoneRules(name: zone)))
  }

  private func problems(_ bytes: [UInt8], open: String? = nil) -> [String] {
    do {
      _ = try read(bytes, open: open)
      return ["no problem"]
    } catch let error as IntervalExportError {
      return error.problems
    } catch {
      return ["\(error)"]
    }
  }

  private func problems(_ text: String, open: String? = nil) -> [String] {
    problems(Array(text.utf8), open: open)
  }

  private static let plain = "time,calls\n2027-01-04 08:00,5\n2027-01-04 08:30,7.5\n"

  @Test(
    "Quotes, line ends, delimiters, a byte order mark and spaces do not change what is read",
    arguments: [
      plain, plain.replacing("\n", with: "\r\n"), plain.replacing("\n", with: "\r"),
      "\u{FEFF}" + plain, plain.replacing(",", with: ";"), plain.replacing(",", with: "\t"),
      plain.replacing(",", with: "|"), String(plain.dropLast()), plain + "\n\n", "\n" + plain,
      "\"time\",\"calls\"\r\n\"2027-01-04 08:00\",\"5\"\r\n\"2027-01-04 08:30\",\"7.5\"\r\n",
      " time , calls \n 2027-01-04T08:00 , 5 \n2027-01-04 08:30:00, 7.50 \n",
      "calls,note,time\n5,\"a, \"\"b\"\"\nc\",2027-01-04 08:00:00.000\n7.5,é,2027-01-04 08:30\n",
      "time,calls\n2027-01-04 08:30,7.5\n2027-01-04 08:00,5e0\n",
    ])
  func forms(text: String) throws {
    let export = try read(text)
    #expect(export.start.description == "2027-01-04")
    #expect(export.intervalSeconds == 1800)
    #expect(export.days.count == 1)
    #expect(export.days[0].count == 48)
    #expect(export.days[0][16] == 5)
    #expect(export.days[0][17] == 7.5)
    #expect(export.days[0].count { $0 != nil } == 2)
    #expect(export.remarks.isEmpty)
    #expect(export.source == "calls.csv, column calls")
  }

  @Test("Blank and NA values are missing, not zero, and the report says how many")
  func missing() throws {
    let export = try read(
      "time,calls,open\n2027-01-04 08:00,,1\n2027-01-04 08:30,NA,1\n2027-01-04 09:00,0,1\n"
        + "2027-01-05 08:00,,0\n2027-01-05 08:30,,0\n", open: "open")
    #expect(export.days[0][16] == .some(nil))
    #expect(export.days[0][17] == .some(nil))
    #expect(export.days[0][18] == 0)
    #expect(export.remarks == ["2 open intervals have no value, and missing is not zero"])
    #expect(export.closedDays == [1])
  }

  @Test("Days without rows are missing and not closed")
  func gaps() throws {
    let export = try read(
      "time,calls\n2027-01-04 08:00,1\n2027-01-04 08:15,2\n2027-01-07 08:00,3\n")
    #expect(export.days.count == 4)
    #expect(export.intervalSeconds == 900)
    #expect(export.days[1].allSatisfy { $0 == nil })
    #expect(export.closedDays.isEmpty)
  }

  @Test("The hour that a clock change repeats may occur twice and adds up")
  func repeatedHour() throws {
    let export = try read(
      "time,calls\n2026-11-01 00:30,1\n2026-11-01 01:00,2\n2026-11-01 01:30,3\n"
        + "2026-11-01 01:00,4\n2026-11-01 01:30,5\n2026-11-01 02:00,6\n")
    #expect(export.days[0][1...4] == [1, 6, 8, 6])
    #expect(
      export.remarks == ["2 intervals occur twice because the clock went back, and both count"])
  }

  @Test("A time of the repeated hour may not occur three times")
  func thrice() {
    #expect(
      problems(
        "time,calls\n2026-11-01 01:00,2\n2026-11-01 01:30,3\n2026-11-01 01:00,4\n"
          + "2026-11-01 01:00,5\n") == [
          "calls.csv:5:1: 2026-11-01 01:00 stands already in line 4. Keep one row for each interval."
        ])
  }

  @Test("The half hour before a half-hour clock change is not taken for the repeated one")
  func lordHowe() throws {
    // Lord Howe's clock goes from 02:00 to 01:30 on 2027-04-04.
    func read(_ minute: String) throws -> IntervalExport {
      try self.read(
        Array(
          "time,calls\n2027-04-04 \(minute),1\n2027-04-04 \(minute),2\n2027-04-04 03:00,1\n2027-04-04 03:30,1\n"
            .utf8),
        zone: "Australia/Lord_Howe")
    }
    #expect(throws: IntervalExportError.self) { try read("01:00") }
    #expect(try read("01:30").days[0][3] == 3)
    #expect(throws: IntervalExportError.self) { try read("02:00") }
  }

  @Test("Contacts in an hour that the clock skips are refused; zeros and blanks there are read")
  func skippedHour() throws {
    let rows = "time,calls\n2027-03-14 01:30,4\n2027-03-14 02:00,X\n2027-03-14 03:00,5\n"
    #expect(
      problems(rows.replacing("X", with: "3")) == [
        "calls.csv:3:1: the clock of America/Chicago skips 2027-03-14 02:00. "
          + "Write local times, or correct the time zone."
      ])
    #expect(try read(rows.replacing("X", with: "0")).days[0][4] == 0)
    #expect(try read(rows.replacing("X", with: "")).days[0][6] == 5)
  }

  @Test(
    "A field that cannot be meant is refused with its place and what to write",
    arguments: [
      ("2027-01-04 08:00,five", "2:18: \"five\" is not a number of contacts."),
      ("2027-01-04 08:00,-1", "2:18: \"-1\" is not a number of contacts."),
      ("2027-01-04 08:00,nan", "2:18: \"nan\" is not a number of contacts."),
      ("2027-01-04 08:00,inf", "2:18: \"inf\" is not a number of contacts."),
      ("2027-01-04 08:00,1e10", "2:18: \"1e10\" is not a number of contacts."),
      ("2027-01-04 08:00,1e999", "2:18: \"1e999\" is not a number of contacts."),
      ("2027-01-04 08:00,\"1,250\"", "2:18: \"1,250\" is not a number of contacts."),
      ("2027-01-04 08:00,٣", "2:18: \"٣\" is not a number of contacts."),
      ("2027-02-29 08:00,1", "2:1: \"2027-02-29 08:00\" is not a local time."),
      ("2027-01-04 24:00,1", "2:1: \"2027-01-04 24:00\" is not a local time."),
      ("2027-01-04 8:00,1", "2:1: \"2027-01-04 8:00\" is not a local time."),
      ("2027-01-04 08:00:30,1", "2:1: \"2027-01-04 08:00:30\" is not a local time."),
      ("2027-01-04 08:00Z,1", "2:1: \"2027-01-04 08:00Z\" is not a local time."),
      ("01/04/2027 08:00,1", "2:1: \"01/04/2027 08:00\" is not a local time."),
      ("2027-01-04,1", "2:1: \"2027-01-04\" is not a local time."),
      (",1", "2:1: \"\" is not a local time."),
      ("2027-01-04 08:00", "2:1: 1 field where the heading has 2."),
      ("2027-01-04 08:00,1,250", "2:1: 3 fields where the heading has 2."),
      ("2027-01-04 08:00,\"5\" ", "2:21: text after a closing quote."),
      ("2027-01-04 08:00,\"5", "2:18: a quote that is never closed."),
    ])
  func badFields(row: String, message: String) {
    let found = problems("time,calls\n\(row)\n2027-01-05 08:00,1\n2027-01-05 08:30,1\n")
    #expect(found.count == 1)
    #expect(found.first?.hasPrefix("calls.csv:\(message)") == true, "\(found)")
  }

  @Test("A number with a blank inside is refused, not joined", arguments: ["1 2", "1 250", "- 1"])
  func blankInside(value: String) {
    #expect(
      problems("time,calls\n2027-01-04 08:00,\(value)\n").first?.hasPrefix(
        "calls.csv:2:18: \"\(value)\" is not a number of contacts.") == true)
  }

  @Test("A hexadecimal number is refused")
  func hexadecimal() {
    #expect(problems("time,calls\n2027-01-04 08:00,0x10\n").first?.contains("0x10") == true)
  }

  @Test("A word in the column of open intervals is refused, not taken for open")
  func openWords() throws {
    let text = "time,calls,open\n2027-01-04 08:00,1,X\n2027-01-04 08:30,1,1\n"
    #expect(
      problems(text.replacing("X", with: "closed"), open: "open") == [
        "calls.csv:2:20: \"closed\" says neither open nor closed. Write 1 or 0."
      ])
    for word in ["0", "0.0", "false", "FALSE", "no"] {
      let export = try read(
        "time,calls,open\n2027-01-04 08:00,1,\(word)\n2027-01-04 08:30,1,\(word)\n", open: "open")
      #expect(export.closedDays == [0])
    }
  }

  @Test("Places count lines inside quoted fields and characters, not bytes")
  func places() {
    #expect(
      problems("note,time,calls\r\n\"a\r\nb\",2027-01-04 08:00,1\r\néé,2027-01-04 08:30,x\r\n") == [
        "calls.csv:4:21: \"x\" is not a number of contacts. Write 0 to 1000000000, "
          + "or leave it blank where nothing was recorded."
      ])
    let multi = problems("note,time,calls\n\"a\nb\",2027-01-04 08:00,y\n")
    #expect(multi.first?.hasPrefix("calls.csv:3:21: \"y\"") == true, "\(multi)")
    let mark = problems("\u{FEFF}time,calls\nx,1\n")
    #expect(mark.first?.hasPrefix("calls.csv:2:1: \"x\"") == true)
  }

  @Test(
    "A row with two bad fields reports both, and rows with problems of every kind come together")
  func together() {
    let found = problems(
      "time,calls\nx,y\n2027-01-04 08:00\n2027-01-04 08:30,z\n2027-01-04 09:00,\"4\n")
    #expect(
      found.map { $0.split(separator: " ")[0] } == [
        "calls.csv:2:1:", "calls.csv:2:3:", "calls.csv:3:1:", "calls.csv:4:18:", "calls.csv:5:18:",
      ])
  }

  @Test("At most 20 problems are shown, the first of the file, with a count of the rest")
  func twenty() {
    var text = "time,calls\n"
    for row in 0..<50 { text += row % 2 == 0 ? "2027-01-04 08:00,x\n" : "one\n" }
    let found = problems(text)
    #expect(found.count == 21)
    #expect(found[19].hasPrefix("calls.csv:21:1: 1 field "))
    #expect(found[20] == "calls.csv: and 30 more problems.")
    let repeated =
      "time,calls\n" + String(repeating: "2027-01-04 08:00,1\n", count: 25)
      + "2027-01-04 08:30,1\n"
    #expect(problems(repeated).last == "calls.csv: and 4 more problems.")
  }

  @Test("Duplicates name the line where the time stands already")
  func duplicates() {
    #expect(
      problems("time,calls\n2027-01-04 08:30,1\n2027-01-04 08:00,1\n2027-01-04 08:30,2\n") == [
        "calls.csv:4:1: 2027-01-04 08:30 stands already in line 2. Keep one row for each interval."
      ])
  }

  @Test(
    "Odd steps are refused",
    arguments: [
      ("08:00 08:07 08:14", "intervals of 7 minutes."),
      ("08:00 08:45 09:30", "intervals of 45 minutes."),
      ("08:00 10:00 12:00", "intervals of 120 minutes."),
      ("08:00 08:01 08:02", "intervals of 1 minutes."),
      ("08:00", "no two intervals of one day."),
      ("08:10 08:40 09:10", "2027-01-04 08:10 is not the start of an interval of 30 minutes."),
    ])
  func oddSteps(times: String, message: String) {
    let rows = times.split(separator: " ").map { "2027-01-04 \($0),1\n" }.joined()
    let found = problems("time,calls\n" + rows)
    #expect(found.first?.hasPrefix("calls.csv:2:1: \(message)") == true, "\(found)")
  }

  @Test("One slip among many rows is named, and does not cut every interval")
  func oneSlip() {
    var rows = ""
    for hour in 0..<24 {
      rows +=
        "2027-01-04 \(hour < 10 ? "0" : "")\(hour):00,1\n2027-01-04 \(hour < 10 ? "0" : "")\(hour):30,1\n"
    }
    var text = "time,calls\n"
    for day in 4...9 { text += rows.replacing("01-04", with: "01-0\(day)") }
    text = text.replacing("2027-01-06 09:30", with: "2027-01-06 09:33")
    #expect(
      problems(text) == [
        "calls.csv:117:1: 2027-01-06 09:33 is not the start of an interval of 30 minutes. "
          + "Let every interval start at a multiple of its length past the hour."
      ])
  }

  @Test(
    "Files that hold no series are refused",
    arguments: [
      ("", "1:1: the file is empty. Begin with a heading line."),
      ("\n \n", "1:1: the file is empty. Begin with a heading line."),
      ("\u{FEFF}", "1:1: the file is empty. Begin with a heading line."),
      ("time,calls", "1:11: no rows. Export at least two weeks of intervals."),
      ("time,calls\r\n", "2:1: no rows. Export at least two weeks of intervals."),
      ("ds,Calls\n", "1:1: no column \"time\". The columns are ds, Calls."),
      (
        "time,calls,calls\n",
        "1:1: 2 columns are named \"calls\". Give each column its own heading."
      ),
      ("time,\"calls\n", "1:6: a quote that is never closed. Close it."),
    ])
  func noSeries(text: String, message: String) {
    #expect(problems(text).first == "calls.csv:\(message)")
  }

  @Test("Text that is not UTF-8 or is cut inside a character is refused at its place")
  func notUTF8() {
    let message = "not UTF-8 text. Save the file as UTF-8."
    let latin = Array("time,calls\n2027-01-04 08:00,5\ncaf".utf8) + [0xE9, 0x0A]
    #expect(problems(latin) == ["calls.csv:3:4: \(message)"])
    let cut = Array("time,calls\n2027-01-04 08:00,5\né".utf8).dropLast()
    #expect(problems(Array(cut)) == ["calls.csv:3:1: \(message)"])
    let utf16: [UInt8] = [0xFF, 0xFE, 0x74, 0x00]
    #expect(problems(utf16) == ["calls.csv:1:1: \(message)"])
  }

  @Test("A huge field is read, and shown short in a message")
  func hugeField() throws {
    let huge = String(repeating: "x", count: 2_000_000)
    let text = "time,calls,note\n2027-01-04 08:00,1,\(huge)\n2027-01-04 08:30,2,\n"
    #expect(try read(text).days[0][17] == 2)
    let found = problems("time,calls\n2027-01-04 08:00,\(huge)\n")
    #expect(found.first.map { $0.count < 250 } == true)
  }

  @Test("Dates a century apart are refused before memory is asked for")
  func century() {
    let text = "time,calls\n1000-01-01 08:00,1\n1000-01-01 08:05,1\n9999-01-01 08:00,1\n"
    #expect(problems(text).first?.contains("over 100 years. Check the dates.") == true)
  }

  @Test("Fields read alike quoted or not, whatever they hold", arguments: UInt64(1)...30)
  func roundTrip(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let signs: [Character] = ["a", "é", "\"", ",", "\n", "\r", " ", "1", ";", "漢"]
    let rows = (0..<20).map { _ in
      (0..<3).map { _ in
        String(
          (0..<Int.random(in: 1...6, using: &random)).map { _ in
            signs.randomElement(using: &random) ?? "a"
          })
      }
    }
    let written = rows.map { row in
      row.map { "\"\($0.replacing("\"", with: "\"\""))\"" }.joined(separator: ",")
    }
    let table = DelimitedText(bytes: Array(("p,q,r\n" + written.joined(separator: "\n")).utf8))
    #expect(table.problems.count == 0)
    #expect(table.rowCount == 20)
    for (number, row) in rows.enumerated() {
      for (column, field) in row.enumerated() {
        #expect(table.text(row: number, column: column) == field)
      }
    }
  }
}

@Suite("Bank calls")
struct BankCallsTests {
  static let path: String? = {
    let shared = ProcessInfo.processInfo.environment["CASELOAD_SHARED"]
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let folders = [shared, root.appendingPathComponent("../shared").path].compactMap { $0 }
    let paths = folders.map { $0 + "/data/calls/bank_calls_30min_first120days.csv" }
    let found = paths.first { FileManager.default.isReadableFile(atPath: $0) }
    if found == nil { print("Skipped: the bank's calls are not beside the project.") }
    return found
  }()

  @Test("The 120 days of bank calls read in full", .enabled(if: path != nil))
  func bank() throws {
    let path = try #require(BankCallsTests.path)
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    let export = try IntervalExport.read(
      bytes: bytes, file: "bank.csv", timeColumn: "ds", valueColumn: "Calls", openColumn: "open",
      zone: try #require(ZoneRules(name: "America/New_York")))
    // Counted with Python's csv module: 3,360 rows of 120 weekdays, 3,762,586 calls, 112 blank.
    #expect(export.start.description == "2003-03-03")
    #expect(export.days.count == 166)  // 2003-03-03 to 2003-08-15
    let values = export.days.joined().compactMap { $0 }
    #expect(values.count == 3248)
    #expect(values.reduce(0, +) == 3_762_586)
    #expect(export.days[0][14] == 560)
    let closed = export.closedDays.sorted().map { (export.start + $0).description }
    #expect(closed == ["2003-04-04", "2003-04-07", "2003-05-26", "2003-07-04"])
    let history = try #require(
      HistoryBuilder.history(of: export, before: try localDate("2003-08-18"), zone: .utc))
    #expect(history.daily.compactMap { $0 }.count == 116)
    #expect(history.daily[0] == 41_178)
    // Saturdays and Sundays never had a row: they are closed, not missing.
    #expect(history.closed.count { $0 } == 4 + 46)
  }
}
