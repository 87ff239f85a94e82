/// The leading eigenvectors of a symmetric matrix by Jacobi's rotations.
///
/// - Parameters:
///   - matrix: Rows of a symmetric matrix, at most a few hundred.
///   - count: Eigenvectors wanted.
/// - Returns: Unit vectors, largest eigenvalue first, each with its largest entry positive.
/// - Complexity: O(sweeps × n³), with about eight sweeps.
func leadingEigenvectors(_ matrix: [[Double]], count: Int) -> [[Double]] {
  let n = matrix.count
  var a = matrix.flatMap { $0 }
  var vectors = Array(repeating: 0.0, count: n * n)
  for index in 0..<n { vectors[index * n + index] = 1 }
  let scale = a.reduce(0) { $0 + $1 * $1 }
  for _ in 0..<30 {
    var away = 0.0
    for row in 0..<n { for column in 0..<row { away += a[row * n + column] * a[row * n + column] } }
    if away <= 1e-24 * scale { break }
    for p in 0..<n {
      for q in (p + 1)..<max(p + 1, n) where abs(a[p * n + q]) > 1e-300 {
        let theta = (a[q * n + q] - a[p * n + p]) / (2 * a[p * n + q])
        let sign = theta >= 0 ? 1.0 : -1.0
        let tangent = sign / (abs(theta) + (theta * theta + 1).squareRoot())
        let cosine = 1 / (tangent * tangent + 1).squareRoot()
        let sine = tangent * cosine
        for k in 0..<n {
          let (kp, kq) = (a[k * n + p], a[k * n + q])
          a[k * n + p] = cosine * kp - sine * kq
          a[k * n + q] = sine * kp + cosine * kq
        }
        for k in 0..<n {
          let (pk, qk) = (a[p * n + k], a[q * n + k])
          a[p * n + k] = cosine * pk - sine * qk
          a[q * n + k] = sine * pk + cosine * qk
          let (vp, vq) = (vectors[p * n + k], vectors[q * n + k])
          vectors[p * n + k] = cosine * vp - sine * vq
          vectors[q * n + k] = sine * vp + cosine * vq
        }
      }
    }
  }
  let order = (0..<n).sorted { (a[$0 * n + $0], $1) > (a[$1 * n + $1], $0) }
  return order.prefix(count).map { index in
    let vector = Array(vectors[(index * n)..<(index * n + n)])
    let largest = vector.max { abs($0) < abs($1) } ?? 0
    return largest < 0 ? vector.map { -$0 } : vector
  }
}
