import Demand
import Quantities
import Testing

@Suite("Files of series")
struct SeriesTableTests {
  private func read(
    _ text: String, id: String? = nil, zone: ZoneRules? = nil
  ) throws(IntervalExportError) -> SeriesTable {
    try SeriesTable.read(
      bytes: Array(text.utf8), file: "s.csv",
      columns: SeriesTable.Columns(time: "t", value: "y", id: id), zone: zone)
  }

  @Test(
    "The kind and the step of times are found",
    arguments: [
      ("2026-01-05 08:00,1\n2026-01-05 08:30,2\n", SeriesTable.Step.minutes(30)),
      ("2026-01-05T08:00:00,1\n2026-01-05T08:15:00,2\n", .minutes(15)),
      ("2026-01-05 00:00,1\n2026-01-06 00:00,2\n", .day), ("2026-01-05,1\n2026-01-06,2\n", .day),
      ("2026-01-05,1\n2026-01-12,2\n", .week), ("2026-01-01,1\n2026-02-01,2\n", .months(1)),
      ("2026-01-31,1\n2026-02-28,2\n", .months(1)), ("2026-01,1\n2026-04,2\n", .months(3)),
      ("7,1\n8,2\n", .number(1)), ("1990,1\n1992,2\n1994,3\n", .number(2)),
    ])
  func steps(rows: String, step: SeriesTable.Step) throws {
    #expect(try read("t,y\n" + rows).step == step)
  }

  @Test("Rows are put in order, blanks and NA are missing, and series keep their names")
  func series() throws {
    let table = try read("t,y,who\n3,NA,b\n1,5,a\n2,,b\n1,4,b\n2,6,a\n", id: "who")
    #expect(table.series.map(\.id) == ["b", "a"])
    #expect(table.series[0].rows.map(\.time) == [1, 2, 3])
    #expect(table.series[0].rows.map(\.value) == [4, nil, nil])
    #expect(table.series[1].before(2).rows.count == 1)
  }

  @Test(
    "Every problem has its line and what to type",
    arguments: [
      ("1,2\nx,3\n", "s.csv:3:1: \"x\" is not a time like 12, as the first row has it."),
      ("1,2\n1,3\n", "s.csv:3:1: 1 stands already in line 2."),
      ("1,-2\n2,3\n", "s.csv:2:3: \"-2\" is not a number of y."),
      ("1,nan\n2,3\n", "s.csv:2:3: \"nan\" is not a number of y."),
      ("one,2\n", "s.csv:2:1: \"one\" is not a time."), ("1,2\n", "no two rows of a series"),
      ("1,2\n2,2\n3,2\n4,2\n4,2\n", "s.csv:6:1: 4 stands already in line 5."),
      ("2026-01-05,1\n2026-01-08,1\n", "steps of 3 days"),
      ("2026-01-05 08:00,1\n2026-01-05 08:07,1\n", "steps of 7 minutes"),
    ])
  func problems(rows: String, message: String) {
    let error = #expect(throws: IntervalExportError.self) { _ = try read("t,y\n" + rows) }
    #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
  }

  @Test("A step that changes for good is found where it has changed")
  func changingStep() {
    var rows = "t,y\n"
    for step in 0..<20 { rows += "\(step),1\n" }
    for step in 0..<10 { rows += "\(22 + 3 * step),1\n" }
    let error = #expect(throws: IntervalExportError.self) { _ = try read(rows) }
    #expect(error?.description.contains("3 steps after the row before, not 1") == true)
    #expect(error?.description.contains("The step changes") == true)
  }
}
