import Quantities
import Testing

@testable import Costing

@Suite("Cost months")
struct CostMonthTests {
  @Test("A horizon from mid October to the end of February touches five months")
  func covering() throws {
    let start = try #require(LocalDate("2026-10-15"))
    let end = try #require(LocalDate("2027-02-10"))
    let months = CostMonth.covering(from: start, through: end)
    #expect(months.map(\.label) == ["2026-10", "2026-11", "2026-12", "2027-01", "2027-02"])
    #expect(months.map(\.days) == [17, 30, 31, 31, 10])
    #expect(months.map(\.daysInMonth) == [31, 30, 31, 31, 28])
  }
}
