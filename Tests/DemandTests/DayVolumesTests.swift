import Demand
import Testing

@Suite("A day of volumes")
struct DayVolumesTests {
  private func read(_ text: String, step: Int? = nil) throws -> DayVolumes {
    try DayVolumes.read(bytes: Array(text.utf8), file: "d.csv", stepMinutes: step)
  }

  private func problems(_ text: String, step: Int? = nil) -> [String] {
    do {
      _ = try read(text, step: step)
      return []
    } catch { return (error as? IntervalExportError)?.problems ?? ["\(error)"] }
  }

  @Test("Times of day, dates with times, and any delimiter give the same day")
  func forms() throws {
    let plain = try read("time,volume\n8:00,10\n8:30,12\n09:00,7.5\n")
    #expect(plain.startMinute == 480 && plain.stepMinutes == 30)
    #expect(plain.volumes == [10, 12, 7.5] && !plain.isRoundTheClock)
    #expect(plain.time(of: 2) == "09:00")
    let dated = try read(
      "Start_Time;Calls\n2027-01-04 08:00;10\n2027-01-04 08:30:00;12\n2027-01-04T09:00;7.5\n")
    #expect(dated.volumes == plain.volumes && dated.startMinute == 480)
    #expect(dated.columns.value == "Calls")
  }

  @Test("Handle times stand by interval, and their mean is weighted by contacts")
  func handleTime() throws {
    let day = try read("time,offered,aht\n8:00,10,300\n9:00,30,500\n10:00,0,0\n")
    #expect(day.handleTimes == [300, 500, 450])
    #expect(day.meanHandleTime == 450)
    let minutes = try read("Interval Start,Calls Offered,AHT (s)\n8:00,10,5:00\n9:00,30,8:20\n")
    #expect(minutes.handleTimes == [300, 500])
  }

  @Test("Without times the length of an interval must be given")
  func withoutTimes() throws {
    let text = "calls\n" + String(repeating: "4\n", count: 48)
    #expect(try read(text, step: 30).isRoundTheClock)
    #expect(problems(text).first?.contains("give the length of an interval with --per") == true)
    #expect(problems(text, step: 60).first?.contains("span 48 hours") == true)
  }

  @Test(
    "What is wrong is said with its line",
    arguments: [
      ("time,volume\n8:00,10\n8:30,x\n", "d.csv:3:6: \"x\" is not a number of contacts"),
      ("time,volume\n8:00,10\n8:30,-1\n", "d.csv:3:6: \"-1\" is not a number of contacts"),
      ("time,volume\n8:00,10\n8:30,1\n9:30,1\n", "d.csv:4:1: \"9:30\" is 60 minutes after"),
      ("time,calls,contacts\n8:00,10,1\n8:30,1,1\n", "the columns calls and contacts may both"),
      ("8:00,10\n8:30,1\n", "line 1 looks like data"),
      ("time,volume,aht\n8:00,10,0\n8:30,1,300\n", "a handle time of 0 where contacts came"),
      ("time,volume\n8:00,10\n8:00,1\n", "d.csv:3:1: \"8:00\" is at the time of the row before"),
      ("time,volume\n25:00,10\n8:30,1\n", "d.csv:2:1: \"25:00\" is not a time"),
      ("time,a,b\n8:00,10,1\n8:30,1,1\n", "no column of contacts is found"),
      ("time,volume\n8:00,10\n", "one row does not say how long"),
      ("time,volume\n", "no rows"), ("", "the file is empty"),
      ("time,volume\n8:00,10\n8:30\n", "d.csv:3:1: 1 field where the heading has 2"),
    ])
  func bad(text: String, expected: String) {
    #expect(problems(text).joined(separator: "\n").contains(expected), "\(problems(text))")
  }
}
