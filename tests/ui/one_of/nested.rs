use crud_runtime::prelude::*;

#[derive(Crud)]
#[crud(allow(all = public))]
struct Photo {
    #[crud(primary_key, auto)]
    id: i64,
}

#[derive(Crud)]
#[crud(allow(all = public))]
#[crud(one_of(subject: photo_id, video_id))]
struct Review {
    #[crud(primary_key, auto)]
    id: i64,
    #[crud(references = Photo, nested)]
    photo_id: Option<i64>,
    #[crud(references = Photo)]
    video_id: Option<i64>,
}

fn main() {}
