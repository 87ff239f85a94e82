import ClaimsStore
import Foundation

/// A file that lives in memory and is written again for each input.
struct ScratchFile {
  /// Where it can be opened.
  let path: String

  /// Names a file of this process; nothing is written yet.
  init(_ name: String) {
    path = "/dev/shm/caseload-fuzz-\(ProcessInfo.processInfo.processIdentifier)-\(name)"
  }

  /// Replaces the content.
  func write(_ bytes: [UInt8]) {
    guard FileManager.default.createFile(atPath: path, contents: Data(bytes)) else {
      fatalError("\(path) cannot be written")
    }
  }
}

/// A few claims with nulls, a zone change, duplicates and awkward texts.
let sampleClaims = #"""
  claim_id,ts,member_id,ndc,days_supply,copay,plan_paid,channel,fill_number,status,reject_code,pa_flag,state,price,note,seen
  1,2026-01-31 08:00:00,1,00071,30,500,1200,retail,1,paid,,true,TX,1.50,héllo,2026-01-01
  2,2026-02-01,2,00072,90,0,,mail,2,rejected,75,,IL,2.25,,2026-05-01
  3,2026-02-28 23:59:59.5,-3,10071,,-5,99,,,,,false,,,"x,y",
  3,2026-03-08 08:30:00,-3,10071,30,-5,99,mail,1,reversed,,false,CA,-0.01,"a ""b""",2024-02-29
  5,2025-12-31,2147483647,00071,30,2147483647,-2147483648,specialty,0,pending,70,true,NY,99999.99,z,1999-12-31

  """#

/// Imports a text that is known to be right.
func sampleTable() -> ClaimsTable {
  let file = ScratchFile("sample.csv")
  file.write(Array(sampleClaims.utf8))
  do {
    return try ClaimsImport.csv(file.path).table
  } catch {
    fatalError("The sample does not import: \(error)")
  }
}

/// The bytes of a file that was just written.
func content(_ path: String) -> [UInt8] {
  guard let data = FileManager.default.contents(atPath: path) else {
    fatalError("\(path) cannot be read")
  }
  return [UInt8](data)
}

/// The bytes of a store with right checksums, wherever they can be found.
func sealed(_ store: [UInt8]) -> [UInt8] {
  guard var forge = StoreForge(store) else { return store }
  forge.seal()
  return forge.bytes
}
