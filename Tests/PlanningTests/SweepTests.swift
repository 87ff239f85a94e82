import Planning
import Testing

@Suite("Sweep axes")
struct SweepAxisTests {
  @Test("Commas inside quotes, brackets and braces belong to a value")
  func values() throws {
    let plain = try SweepAxis(parsing: "queues.v.handleTime.mean=5m,6m30s")
    #expect(plain.path == "queues.v.handleTime.mean" && plain.values == ["5m", "6m30s"])
    let nested = try SweepAxis(
      parsing: #"queues.v.hours="Mon-Fri 08:00-20:00, Sat 09:00-17:00",[1,2],{"a":[3,4],"b":5}"#)
    #expect(
      nested.values == [
        #""Mon-Fri 08:00-20:00, Sat 09:00-17:00""#, "[1,2]", #"{"a":[3,4],"b":5}"#,
      ])
  }

  @Test("What is no axis is refused", arguments: ["a", "=1", "a=", "a=1,,2", "a=1,1"])
  func refused(text: String) {
    #expect(throws: PlanningError.self) { try SweepAxis(parsing: text) }
  }
}
