/// Finds a low point of a function of a few variables by Nelder and Mead's simplex.
///
/// - Parameters:
///   - start: Where to begin.
///   - sizes: First step in each variable.
///   - steps: Evaluations at most.
///   - value: The function; may be infinite outside its domain.
/// - Returns: The lowest point found.
func simplexSearch(
  from start: [Double], sizes: [Double], steps: Int, _ value: ([Double]) -> Double
) -> [Double] {
  var corners = [(point: start, value: value(start))]
  for index in start.indices {
    var point = start
    point[index] += sizes[index]
    corners.append((point, value(point)))
  }
  var used = corners.count
  while used < steps {
    corners.sort { $0.value < $1.value }
    let worst = corners[corners.count - 1]
    if worst.value - corners[0].value <= 1e-10 * abs(corners[0].value) { break }
    let centre = start.indices.map { index in
      corners.dropLast().reduce(0) { $0 + $1.point[index] } / Double(start.count)
    }
    func along(_ share: Double) -> (point: [Double], value: Double) {
      let point = centre.indices.map { centre[$0] + share * (worst.point[$0] - centre[$0]) }
      used += 1
      return (point, value(point))
    }
    var next = along(-1)
    if next.value < corners[0].value {
      let further = along(-2)
      if further.value < next.value { next = further }
    } else if next.value >= corners[corners.count - 2].value {
      next = along(next.value < worst.value ? -0.5 : 0.5)
      if next.value >= min(worst.value, along(0.5).value) || !next.value.isFinite {
        for index in 1..<corners.count {
          let point = start.indices.map {
            (corners[0].point[$0] + corners[index].point[$0]) / 2
          }
          used += 1
          corners[index] = (point, value(point))
        }
        continue
      }
    }
    corners[corners.count - 1] = next
  }
  return (corners.min { $0.value < $1.value } ?? corners[0]).point
}
