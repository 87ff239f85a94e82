/// A table with its totals as a network in which what comes into a row or column leaves it.
///
/// Nodes are rows, then columns; the last of each stands for the totals. Edge (row, column) is a cell, a
/// total, or the total of all.
struct SuppressionFlow {
  private struct Edge {
    var from: Int
    var to: Int
    var value: Int
    var isHidden: Bool
    /// Whether the cell is printed at all; one that is not needs no protection.
    var isPrinted = true
    /// What hiding it costs.
    var cost: Int
  }

  private let rows: Int
  private let columns: Int
  private var edges: [Edge] = []
  private static let unbounded = Int.max / 4

  init(_ counts: [[Int]], small: ClosedRange<Int>) {
    rows = counts.count
    columns = counts.first?.count ?? 0
    let rowTotals = counts.map { $0.reduce(0, +) }
    for row in 0...rows {
      for column in 0...columns {
        let isCell = row < rows && column < columns
        let value =
          isCell
          ? counts[row][column]
          : row < rows
            ? rowTotals[row]
            : column < columns ? counts.reduce(0) { $0 + $1[column] } : rowTotals.reduce(0, +)
        // Totals carry back what cells carry forth; the total of all closes the circle.
        let isForward = (row < rows) == (column < columns)
        let (rowNode, columnNode) = (row, rows + 1 + column)
        edges.append(
          Edge(
            from: isForward ? rowNode : columnNode, to: isForward ? columnNode : rowNode,
            value: value, isHidden: small.contains(value),
            // A total says more than a cell, so that cells go first.
            cost: isCell ? value + 1 : 4 * value + 1_000))
      }
    }
  }

  private func index(_ row: Int, _ column: Int) -> Int { row * (columns + 1) + column }

  func isHidden(_ row: Int, _ column: Int) -> Bool { edges[index(row, column)].isHidden }

  /// Treats the totals of columns, and the total beside the row's, as not printed.
  mutating func leaveOutColumnTotals() {
    for column in 0..<columns {
      edges[index(rows, column)].isHidden = true
      edges[index(rows, column)].isPrinted = false
    }
    let corner = index(rows, columns)
    edges[corner].isHidden = true
    edges[corner].isPrinted = false
  }

  mutating func hide(_ hidden: SmallCellSuppression.Hidden) {
    for row in 0...rows {
      for column in 0...columns {
        edges[index(row, column)].isHidden =
          row < rows
          ? (column < columns ? hidden.cells[row][column] : hidden.rowTotals[row])
          : (column < columns ? hidden.columnTotals[column] : hidden.total)
      }
    }
  }

  /// Hides more until the possible values of every hidden cell span `width`.
  mutating func protect(width: Int) {
    while let open = firstOpen(width) {
      var need = width
      while need > 0 {
        let increase = cheapestPath(from: edges[open].to, to: edges[open].from, need, without: open)
        let decrease =
          edges[open].value >= need
          ? cheapestPath(from: edges[open].from, to: edges[open].to, need, without: open) : nil
        let best = [increase, decrease].compactMap { $0 }.min { $0.cost < $1.cost }
        if let best, best.edges.contains(where: { !edges[$0].isHidden }) {
          for edge in best.edges { edges[edge].isHidden = true }
          break
        }
        need -= 1
      }
      // The circle over the totals can always grow, so that there is a path for every need.
      precondition(need > 0, "a hidden count cannot be protected")
    }
  }

  private func firstOpen(_ width: Int) -> Int? {
    edges.indices.first { place in
      guard edges[place].isHidden, edges[place].isPrinted else { return false }
      let (least, greatest) = possibleValues(place)
      return greatest.map { $0 - least < width } ?? false
    }
  }

  func possibleValues(_ row: Int, _ column: Int) -> (least: Int, greatest: Int?) {
    possibleValues(index(row, column))
  }

  private func possibleValues(_ place: Int) -> (least: Int, greatest: Int?) {
    let edge = edges[place]
    guard edge.isHidden else { return (edge.value, edge.value) }
    let more = flow(from: edge.to, to: edge.from, without: place)
    let less = flow(from: edge.from, to: edge.to, without: place)
    return (
      edge.value - min(edge.value, less), more >= Self.unbounded ? nil : edge.value + more
    )
  }

  // MARK: - Paths

  /// The most that can go around through the other hidden cells.
  private func flow(from source: Int, to target: Int, without left: Int) -> Int {
    var backward = edges.map(\.value)
    var total = 0
    while total < Self.unbounded {
      // Breadth first over hidden edges: forth without bound, back as far as there is something.
      var via = [Int?](repeating: nil, count: rows + columns + 2)
      var seen = Set([source])
      var queue = [source]
      var next = 0
      while next < queue.count, !seen.contains(target) {
        let node = queue[next]
        next += 1
        for place in edges.indices where edges[place].isHidden && place != left {
          let other: Int
          if edges[place].from == node {
            other = edges[place].to
          } else if edges[place].to == node, backward[place] > 0 {
            other = edges[place].from
          } else {
            continue
          }
          if seen.insert(other).inserted {
            via[other] = place
            queue.append(other)
          }
        }
      }
      guard seen.contains(target) else { return total }
      var path: [(place: Int, isForward: Bool)] = []
      var node = target
      while node != source, let place = via[node] {
        let isForward = edges[place].to == node
        path.append((place, isForward))
        node = isForward ? edges[place].from : edges[place].to
      }
      let amount = path.reduce(Self.unbounded) { least, step in
        step.isForward ? least : min(least, backward[step.place])
      }
      if amount >= Self.unbounded { return Self.unbounded }
      for step in path { backward[step.place] += step.isForward ? amount : -amount }
      total += amount
    }
    return total
  }

  /// The path of least cost along which `need` can move, hidden edges being free.
  private func cheapestPath(
    from source: Int, to target: Int, _ need: Int, without left: Int
  ) -> (edges: [Int], cost: Int)? {
    var costs = [Int?](repeating: nil, count: rows + columns + 2)
    var via = [Int?](repeating: nil, count: costs.count)
    costs[source] = 0
    // Bellman and Ford: the networks are small.
    for _ in costs.indices {
      var isChanged = false
      for place in edges.indices where place != left {
        let edge = edges[place]
        let price = edge.isHidden ? 0 : edge.cost
        func relax(_ one: Int, _ other: Int) {
          guard let cost = costs[one], cost + price < costs[other] ?? .max else { return }
          costs[other] = cost + price
          via[other] = place
          isChanged = true
        }
        relax(edge.from, edge.to)
        if edge.value >= need { relax(edge.to, edge.from) }
      }
      if !isChanged { break }
    }
    guard let cost = costs[target] else { return nil }
    var path: [Int] = []
    var node = target
    while node != source, let place = via[node], path.count <= costs.count {
      path.append(place)
      node = edges[place].to == node ? edges[place].from : edges[place].to
    }
    return (path, cost)
  }
}
