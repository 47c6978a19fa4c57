#[derive(Crud)]
#[crud(allow(all = public), rename_all = "camelCase", dto(derive(Clone, Debug)))]
#[crud(one_of(about: photo_id, video_no))]
pub struct Comment {
    #[crud(primary_key, auto)]
    pub id: Uuid,
    #[crud(references = Photo, on_delete = cascade)]
    pub photo_id: Option<Uuid>,
    pub text: String,
    #[crud(references = Video, relation = video, on_delete = cascade)]
    pub video_no: Option<i64>,
}
