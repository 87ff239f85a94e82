import Demand
import Quantities
import Testing

@Suite("Files of real contacts")
struct ContactLogTests {
  private func read(_ text: String) throws -> ContactLog {
    let zone = try #require(ZoneRules(name: "America/New_York"))
    return try ContactLog.read(
      bytes: Array(text.utf8), file: "calls.csv", timeColumn: "came", zone: zone)
  }

  @Test("Local times with and without seconds become ascending instants")
  func times() throws {
    let log = try read(
      """
      id;came
      2;2027-03-01T09:00:30.25
      1;2027-03-01 09:00
      3;2027-07-01 09:00:05
      """)
    // 14:00 UTC in winter, 13:00 in summer: 1 March 2027 is 1,803,859,200 s after 1970.
    let winter = 1_803_859_200.0 + 14 * 3600
    let summer = 1_803_859_200.0 + 122 * 86_400 + 13 * 3600
    #expect(log.instants == [winter, winter + 30.25, summer + 5])
  }

  @Test(
    "Bad times are refused at their place",
    arguments: ["2027-03-01", "2027-02-30 09:00", "2027-03-01 09:00:75", "2027-03-01 09:00:1", "9"])
  func bad(text: String) {
    #expect(
      throws: IntervalExportError(problems: [
        "calls.csv:2:1: \"\(text)\" is not a local time. Write it as 2027-01-04 10:30:05."
      ])
    ) { try read("came\n\(text)\n") }
  }

  @Test("A file without the column or without rows is refused")
  func empty() {
    #expect(throws: IntervalExportError.self) { try read("id\n1\n") }
    #expect(throws: IntervalExportError.self) { try read("came\n") }
  }
}
