//! Tiny pictures with a word planted in each hiding place.

use bytes::Bytes;
use img_parts::png::PngChunk;

use super::scrub;

const SECRET: &[u8] = b"SECRET";

fn run(extension: &str, bytes: &[u8]) -> Vec<u8> {
    scrub(extension, Bytes::copy_from_slice(bytes)).to_vec()
}

fn holds(bytes: &[u8], word: &[u8]) -> bool {
    bytes.windows(word.len()).any(|window| window == word)
}

/// Exif data with an orientation and a planted word, in either byte order.
fn tiff(orientation: u8, is_little: bool) -> Vec<u8> {
    let mut tiff: Vec<u8> = if is_little {
        [&b"II*\0\x08\0\0\0\x02\0"[..], b"\x0E\x01\x02\0\x07\0\0\0\x26\0\0\0", b"\x12\x01\x03\0\x01\0\0\0"].concat()
    } else {
        [&b"MM\0*\0\0\0\x08\0\x02"[..], b"\x01\x0E\0\x02\0\0\0\x07\0\0\0\x26", b"\x01\x12\0\x03\0\0\0\x01"].concat()
    };
    tiff.extend(if is_little { [orientation, 0, 0, 0] } else { [0, orientation, 0, 0] });
    tiff.extend([0, 0, 0, 0]);
    tiff.extend_from_slice(b"SECRET\0");
    tiff
}

fn segment(marker: u8, contents: &[u8]) -> Vec<u8> {
    let len = u16::try_from(contents.len() + 2).expect("test segments are short");
    [&[0xFF, marker], &len.to_be_bytes()[..], contents].concat()
}

const SOI: &[u8] = &[0xFF, 0xD8];
const EOI: &[u8] = &[0xFF, 0xD9];

#[test]
fn jpeg_keeps_picture_profile_and_orientation() {
    let jfif = b"JFIF\0\x01\x02\0\0\x01\0\x01\0\0";
    let jfif_with_preview = b"JFIF\0\x01\x02\0\0\x01\0\x01\x01\x02SECRET";
    let quantisation = segment(0xDB, &[0; 65]);
    let frame = segment(0xC2, &[8, 0, 1, 0, 1, 1, 1, 0x11, 0]);
    let scan = [segment(0xDA, &[1, 1, 0, 0, 63, 0]), vec![0x12, 0xFF, 0x00, 0x34, 0xFF, 0xD0, 0x56]].concat();
    let huffman = segment(0xC4, &[0; 17]);
    let icc = segment(0xE2, b"ICC_PROFILE\0\x01\x01profile");
    let adobe = segment(0xEE, b"Adobe\0d\0\0\0\0\x01");
    for is_little in [true, false] {
        let planted = [
            SOI.to_vec(),
            segment(0xE0, jfif_with_preview),
            segment(0xE0, b"JFXX\0\x10SECRET"),
            segment(0xE1, &[&b"Exif\0\0"[..], &tiff(6, is_little)].concat()),
            segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x>SECRET</x>"),
            icc.clone(),
            segment(0xE2, b"MPF\0SECRET"),
            segment(0xED, b"Photoshop 3.0\0SECRET"),
            segment(0xEB, b"SECRET"),
            adobe.clone(),
            segment(0xFE, b"SECRET"),
            quantisation.clone(),
            frame.clone(),
            scan.clone(),
            segment(0xFE, b"SECRET"),
            huffman.clone(),
            scan.clone(),
            EOI.to_vec(),
            b"SECRET film".to_vec(),
        ];
        let oriented = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0";
        let expected = [
            SOI.to_vec(),
            segment(0xE0, jfif),
            segment(0xE1, oriented),
            icc.clone(),
            adobe.clone(),
            quantisation.clone(),
            frame.clone(),
            scan.clone(),
            huffman.clone(),
            scan.clone(),
            EOI.to_vec(),
        ]
        .concat();
        assert_eq!(run("jpg", &planted.concat()), expected);
        assert_eq!(run("jpg", &expected), expected, "nothing is left to do");
    }
    let upright = [SOI.to_vec(), segment(0xE1, &[&b"Exif\0\0"[..], &tiff(1, true)].concat()), frame, scan].concat();
    let upright = [&upright, EOI].concat();
    assert!(!holds(&run("jpg", &upright), b"Exif"));
}

fn chunk(kind: &[u8; 4], contents: &[u8]) -> Vec<u8> {
    let mut bytes = u32::try_from(contents.len()).expect("test chunks are short").to_be_bytes().to_vec();
    bytes.extend(kind);
    bytes.extend(contents);
    bytes.extend(PngChunk::new(*kind, Bytes::copy_from_slice(contents)).encoder().bytes().slice(8 + contents.len()..));
    bytes
}

#[test]
fn png_keeps_what_is_drawn() {
    let signature = b"\x89PNG\r\n\x1a\n".to_vec();
    let header = chunk(b"IHDR", &[0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]);
    let profile = chunk(b"iCCP", b"name\0\0data");
    let data = chunk(b"IDAT", b"pixels");
    let planted = [
        signature.clone(),
        header.clone(),
        profile.clone(),
        chunk(b"tEXt", b"Author\0SECRET"),
        chunk(b"zTXt", b"Comment\0\0SECRET"),
        chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0SECRET"),
        chunk(b"eXIf", &tiff(1, true)),
        chunk(b"tIME", &[7, 224, 1, 1, 1, 1, 1]),
        chunk(b"caBX", b"SECRET"),
        data.clone(),
        data.clone(),
        chunk(b"IEND", b""),
        b"SECRET".to_vec(),
    ];
    let expected = [signature.clone(), header.clone(), profile, data.clone(), data.clone(), chunk(b"IEND", b"")];
    assert_eq!(run("png", &planted.concat()), expected.concat());
    assert_eq!(run("jpg", &planted.concat()), expected.concat(), "the bytes tell the format, not the name");
    let turned = [signature, header, chunk(b"eXIf", &tiff(3, false)), data, chunk(b"IEND", b"")].concat();
    let turned = run("png", &turned);
    assert!(holds(&turned, b"eXIf") && !holds(&turned, SECRET));
    let pixels = turned.windows(4).filter(|window| window == b"IDAT").count();
    assert_eq!(pixels, 1);
}

fn riff(chunks: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
    let mut body = b"WEBP".to_vec();
    for (id, data) in chunks {
        body.extend(*id);
        body.extend(u32::try_from(data.len()).expect("test chunks are short").to_le_bytes());
        body.extend(*data);
        body.extend(vec![0; data.len() % 2]);
    }
    [&b"RIFF"[..], &u32::try_from(body.len()).expect("test files are short").to_le_bytes(), &body].concat()
}

#[test]
fn webp_keeps_what_is_drawn() {
    let flags = |flags: u8| [flags, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    let picture: (&[u8; 4], &[u8]) = (b"VP8L", b"\x2f\0\0\0\0odd");
    let profile: (&[u8; 4], &[u8]) = (b"ICCP", b"profile");
    let planted = riff(&[
        (b"VP8X", &flags(0x20 | 0x10 | 0x08 | 0x04)),
        profile,
        picture,
        (b"EXIF", &tiff(1, true)),
        (b"XMP ", b"<x>SECRET</x>"),
        (b"note", b"SECRET"),
    ]);
    assert_eq!(run("webp", &planted), riff(&[(b"VP8X", &flags(0x20 | 0x10)), profile, picture]));
    let turned = run("webp", &riff(&[(b"VP8X", &flags(0x08)), picture, (b"EXIF", &tiff(8, false))]));
    assert!(holds(&turned, b"EXIF") && !holds(&turned, SECRET));
    assert_eq!(turned[20], 0x08);
    let simple = riff(&[picture]);
    assert_eq!(run("webp", &simple), simple);
}

#[test]
fn gif_keeps_pictures_and_their_repetition() {
    let head = [&b"GIF89a\x01\0\x01\0\x80\0\0"[..], &[0, 0, 0, 255, 255, 255]].concat();
    let repeat = b"\x21\xFF\x0BNETSCAPE2.0\x03\x01\0\0\0";
    let control = b"\x21\xF9\x04\0\0\0\0\0";
    let picture = b"\x2C\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0";
    let planted = [
        &head[..],
        repeat,
        b"\x21\xFE\x06SECRET\x01!\0",
        b"\x21\xFF\x0BXMP DataXMP\x06SECRET\0",
        control,
        picture,
        b"\x21\xFE\x06SECRET\0",
        b"\x3B",
        b"SECRET",
    ];
    let expected = [&head[..], repeat, control, picture, b"\x3B"].concat();
    assert_eq!(run("gif", &planted.concat()), expected);
}

#[test]
fn svg_keeps_what_is_drawn() {
    let check = |text: &str, expected: &str| {
        assert_eq!(String::from_utf8(run("svg", text.as_bytes())).expect("text stays text"), expected);
    };
    check(
        "<?xml version=\"1.0\"?>\n<!-- SECRET --><svg xmlns=\"x\"><metadata id=\"m\"><rdf:RDF><a>SECRET</a><b/><!--</metadata>--></rdf:RDF>\
         </metadata><path d=\"M0 0 > 1\"/><metadata/><svg:metadata>SECRET</svg:metadata></svg>",
        "<?xml version=\"1.0\"?>\n<svg xmlns=\"x\"><path d=\"M0 0 > 1\"/></svg>",
    );
    check(
        "<svg a='1'\n  inkscape:export-filename=\"/home/SECRET/a.png\" sodipodi:docname = 'SECRET.svg' b=\"x  y\" ><g/></svg>",
        "<svg a='1' b=\"x  y\" ><g/></svg>",
    );
    check(
        "<svg><style><![CDATA[ a <!-- b --> ]]></style></svg>",
        "<svg><style><![CDATA[ a <!-- b --> ]]></style></svg>",
    );
    for kept in [
        "<!DOCTYPE svg [<!ENTITY a \"b\">]><svg><!-- c --></svg>",
        "<svg><!-- cut off",
        "<svg><metadata>cut off",
        "<svg a=\"cut off",
        "<svg a b=c d>x</svg>",
        "no markup",
        "",
    ] {
        check(kept, kept);
    }
    check("<!DOCTYPE svg PUBLIC \"a\" \"b\"><svg/>", "<!DOCTYPE svg PUBLIC \"a\" \"b\"><svg/>");
}

#[test]
fn what_cannot_be_read_stays_as_it_is() {
    let mut n_changed = 0;
    for (extension, whole) in [
        (
            "jpg",
            [
                SOI,
                &segment(0xE0, b"JFIF\0\x01\x02\0\0\x01\0\x01\0\0"),
                &segment(0xDA, &[1, 1, 0, 0, 63, 0]),
                &[1, 2],
                EOI,
            ]
            .concat(),
        ),
        (
            "png",
            [&b"\x89PNG\r\n\x1a\n"[..], &chunk(b"IHDR", &[0; 13]), &chunk(b"tEXt", b"a"), &chunk(b"IEND", b"")]
                .concat(),
        ),
        ("webp", riff(&[(b"VP8 ", b"data"), (b"XMP ", b"SECRET")])),
        ("gif", b"GIF89a\x01\0\x01\0\0\0\0\x21\xFE\x01a\0\x3B".to_vec()),
        ("svg", "<svg><!-- é --><metadata>日</metadata></svg>".into()),
    ] {
        for len in 0..whole.len() {
            let cut = &whole[..len];
            let scrubbed = run(extension, cut);
            assert!(scrubbed.len() <= cut.len());
            n_changed += usize::from(scrubbed != cut);
            let mut damaged = whole.clone();
            damaged[len] ^= 0xFF;
            run(extension, &damaged);
        }
        assert!(run(extension, &whole).len() <= whole.len());
    }
    assert!(n_changed > 0);
    for (extension, bytes) in [("pdf", &b"%PDF"[..]), ("jpg", b"no picture"), ("svg", b"\xFF\xFE<\0"), ("png", b"")] {
        assert_eq!(run(extension, bytes), bytes);
    }
}
