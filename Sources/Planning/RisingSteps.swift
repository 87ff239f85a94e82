/// The values of a rising step function at many points, worked out only where neighbours differ.
///
/// - Parameters:
///   - points: Where the values are wanted, in any order.
///   - value: The function; never lower at a larger point.
/// - Returns: One value for each point.
/// - Complexity: O(n log n) and about `steps × log(n)` evaluations for a function of that many steps.
func risingSteps(_ points: [Double], _ value: (Double) throws -> Int) rethrows -> [Int] {
  let order = points.indices.sorted { (points[$0], $0) < (points[$1], $1) }
  var found = Array(repeating: 0, count: points.count)
  guard let last = order.indices.last else { return found }
  found[order[0]] = try value(points[order[0]])
  found[order[last]] = try value(points[order[last]])
  var spans = [(0, last)]
  while let (low, high) = spans.popLast() {
    guard high - low > 1 else { continue }
    let (from, to) = (found[order[low]], found[order[high]])
    if from == to {
      for place in low...high { found[order[place]] = from }
      continue
    }
    let middle = (low + high) / 2
    found[order[middle]] = try value(points[order[middle]])
    spans.append((low, middle))
    spans.append((middle, high))
  }
  return found
}
