import Testing

@testable import ClaimsStore

@Suite("Suppression of small cells")
struct SmallCellSuppressionTests {
  private let rule = SmallCellSuppression()

  @Test("A lone small count takes a second with it, and nothing is hidden without one")
  func lists() {
    #expect(rule.hidden(list: [3, 15, 22]).cells == [true, true, false])
    #expect(rule.hidden(list: [0, 11, 500]).cells == [false, false, false])
    #expect(rule.hidden(list: [4, 5, 200]).cells == [true, true, true])
    #expect(rule.hidden(list: [3]).total)
    #expect(rule.hidden(list: []).cells.isEmpty)
  }

  @Test("A small count in a table takes a rectangle with it")
  func table() {
    let hidden = rule.hidden([[3, 40, 90], [25, 60, 80], [100, 200, 300]])
    #expect(hidden.cells == [[true, true, false], [true, true, false], [false, false, false]])
    #expect(!hidden.total && !hidden.rowTotals.contains(true))
  }

  /// Whether a table other than the true one fits everything that is shown and gives a hidden cell
  /// another value: every table whose hidden cells are off by at most 1, tried one by one.
  private func canDiffer(
    _ row: Int, _ column: Int, _ counts: [[Int]], _ hidden: SmallCellSuppression.Hidden
  ) -> Bool {
    let (rows, columns) = (counts.count, counts[0].count)
    var table = counts
    func total(_ table: [[Int]], _ row: Int, _ column: Int) -> Int {
      let chosen = row < rows ? [table[row]] : table
      return chosen.reduce(0) { $0 + (column < columns ? $1[column] : $1.reduce(0, +)) }
    }
    func fits() -> Bool {
      (0..<rows).allSatisfy {
        hidden.rowTotals[$0] || total(table, $0, columns) == total(counts, $0, columns)
      }
        && (0..<columns).allSatisfy {
          hidden.columnTotals[$0] || total(table, rows, $0) == total(counts, rows, $0)
        } && (hidden.total || total(table, rows, columns) == total(counts, rows, columns))
        && total(table, row, column) != total(counts, row, column)
    }
    func search(_ place: Int) -> Bool {
      guard place < rows * columns else { return fits() }
      let (r, c) = (place / columns, place % columns)
      // A finished row must already add up.
      if c == 0, r > 0, !hidden.rowTotals[r - 1],
        total(table, r - 1, columns) != total(counts, r - 1, columns)
      {
        return false
      }
      guard hidden.cells[r][c] else { return search(place + 1) }
      for change in [0, 1, -1] where counts[r][c] + change >= 0 {
        table[r][c] = counts[r][c] + change
        if search(place + 1) { return true }
      }
      table[r][c] = counts[r][c]
      return false
    }
    return search(0)
  }

  @Test("No hidden cell or total of a random table can be derived", arguments: UInt64(1)...60)
  func random(seed: UInt64) {
    var random = SplitMix(state: seed)
    let rows = Int.random(in: 1...3, using: &random)
    let columns = Int.random(in: 1...(rows == 3 ? 2 : 3), using: &random)
    let counts = (0..<rows).map { _ in
      (0..<columns).map { _ in
        Bool.random(using: &random)
          ? Int.random(in: 0...6, using: &random) : Int.random(in: 0...25, using: &random)
      }
    }
    let hidden = rule.hidden(counts)
    for row in 0...rows {
      for column in 0...columns {
        let value = (row < rows ? [counts[row]] : counts).reduce(0) {
          $0 + (column < columns ? $1[column] : $1.reduce(0, +))
        }
        let isHidden =
          row < rows
          ? (column < columns ? hidden.cells[row][column] : hidden.rowTotals[row])
          : (column < columns ? hidden.columnTotals[column] : hidden.total)
        #expect(isHidden || !(1...10).contains(value), "\(counts) shows \(value)")
        guard isHidden else { continue }
        let range = rule.possibleValues(row: row, column: column, of: counts, hiding: hidden)
        #expect(range.least <= value && range.greatest.map { $0 >= value } ?? true)
        #expect(
          range.greatest.map { $0 - range.least >= rule.width } ?? true, "\(counts) \(hidden)")
        #expect(canDiffer(row, column, counts, hidden), "\(counts) \(hidden)")
      }
    }
  }
}
