import Quantities
import Testing

@testable import Demand

@Suite("Members by month")
struct MembersHistoryTests {
  private func read(_ text: String) throws -> MembersHistory {
    try MembersHistory.read(bytes: Array(text.utf8), file: "members.csv")
  }

  @Test("Growth of the sum over clients counts as new members from the first of the month")
  func growth() throws {
    let history = try read(
      "month,client_id,members\n2026-11,1,1000\n2026-11,2,500\n2026-12,1,1000\n2026-12,2,480\n"
        + "2027-01,1,1000\n2027-01,2,480\n2027-01,3,1200\n")
    #expect(history.joined == [.init(date: day(2027, 1, 1), members: 1200)])
    #expect(history.members(on: day(2026, 12, 31)) == 1480)
    #expect(history.members(on: day(2027, 1, 1)) == 2680)
    #expect(history.end == day(2027, 1, 31))
    #expect(history.moved.isEmpty && !history.isJoinedGiven)
  }

  @Test("A contract that gets another name brings no new member, and the move is told")
  func renamed() throws {
    let history = try read(
      "month,contract,members\n2026-12,H1,1000\n2026-12,H2,300\n2027-01,H2,300\n2027-01,H9,1010\n")
    #expect(history.joined == [.init(date: day(2027, 1, 1), members: 10)])
    #expect(history.moved == [.init(date: day(2027, 1, 1), members: 1000)])
  }

  @Test("Joiners that are given are taken instead of growth, and the first date's are not")
  func given() throws {
    let history = try read(
      "date;members;joined\n2026-12-01;1000;50\n2027-01-01;1000;80\n2027-01-15;990;0\n")
    #expect(history.joined == [.init(date: day(2027, 1, 1), members: 80)])
    #expect(history.isJoinedGiven && history.end == day(2027, 1, 15))
  }

  @Test(
    "What cannot be read is refused with its line",
    arguments: [
      ("month,people\n2027-01,3\n", "no column \"members\""),
      ("when,members\n2027-01,3\n", "no column \"month\""),
      ("month,members\n2027-13,3\n", "members.csv:2:1"),
      ("month,members\n2027-01,-3\n", "members.csv:2:9"),
      ("month,members\n2027-01,3\n2027-01,4\n", "members.csv:3:1"),
      ("month,members\n", "no rows"), ("", "empty"),
    ])
  func refused(text: String, message: String) {
    do {
      _ = try read(text)
      Issue.record("\(text) was read")
    } catch {
      #expect("\(error)".contains(message), "\(error)")
    }
  }

  private func day(_ year: Int, _ month: Int, _ day: Int) -> LocalDate {
    LocalDate(year: year, month: month, day: day) ?? LocalDate(daysSince1970: 0)
  }
}
