import Foundation
import Quantities
import Results
import Testing

@testable import Reporting

@Suite("The workbook")
struct WorkbookTests {
  @Test("Addresses count columns as a spreadsheet does")
  func addresses() {
    #expect(Sheet.address(0, 0) == "$A$1" && Sheet.address(4, 25) == "$Z$5")
    #expect(Sheet.address(9, 26) == "$AA$10" && Sheet.address(0, 701) == "$ZZ$1")
    #expect(Sheet.address(0, 702) == "$AAA$1")
  }

  @Test("The lines' amounts add up to each alternative's cost, and each price is one yellow cell")
  func totals() {
    let result = PlanFixture().result()
    let content = WorkbookContent(result)
    let sum = content.lines.sheet.cells.reduce(Cents.zero) { sum, cell in
      guard case .formula(let formula, let value) = cell.content, formula.contains("ROUND") else {
        return sum
      }
      return sum + Cents(roundingDollars: value)
    }
    #expect(sum == result.alternatives.map(\.costCents).total())
    let yellow = content.prices.sheet.cells.filter { $0.style == .price }
    let pools = Set(result.alternatives.flatMap { $0.plan.pools.map(\.pool) })
    #expect(yellow.count == pools.count)
  }

  @Test("A price that changes by month has a yellow cell for each month")
  func dated() {
    var result = PlanFixture().result()
    let items = result.alternatives[0].cost.items
    let pool = items[0].line.pool
    let month = items[0].line.month
    for index in result.alternatives.indices {
      for place in result.alternatives[index].cost.items.indices
      where result.alternatives[index].cost.items[place].line.pool == pool
        && result.alternatives[index].cost.items[place].line.month != month
      {
        result.alternatives[index].cost.items[place].factors[1].price?.value = 2
      }
    }
    let sheet = WorkbookContent(result).prices.sheet
    let row = sheet.cells.first { $0.column == 0 && $0.content == .text(pool) }?.row
    let yellow = sheet.cells.filter { $0.row == row && $0.style == .price }
    #expect(yellow.count == Set(items.map(\.line.month)).count)
  }
}
