import type { PostausgangDetail, VorlagenListe } from '#postausgang/postausgang.schema.js';
import { api } from '#web/api.js';
import { Failure, Loading } from '#web/ui/feedback.js';
import { Page } from '#web/ui/page.js';
import { useLoad } from '#web/use-load.js';
import { Editor } from './editor/editor.js';
import { LetterView } from './letter-view.js';

/** One letter: an editor as long as it is a draft of mine, afterwards the finished letter and its history. */
export const LetterPage = ({ params }: { params: Readonly<Record<string, string>> }) => {
  const id = params['id'] ?? '';
  const letter = useLoad(id, (signal) =>
    api.get<PostausgangDetail>(`/api/postausgaenge/${id}`, { signal }),
  );
  const mayEdit = letter.data?.erlaubt.bearbeiten === true;
  const vorlagen = useLoad(mayEdit ? 'vorlagen' : undefined, (signal) =>
    api.get<VorlagenListe>('/api/postausgaenge/vorlagen', { signal }),
  );
  const error = letter.error ?? vorlagen.error;
  const { data } = letter;
  if (data === undefined || (mayEdit && vorlagen.data === undefined)) {
    return (
      <Page title="Schreiben" trail={[{ text: 'Schreiben', href: '/schreiben' }]}>
        {error === undefined ? <Loading /> : <Failure error={error} onRetry={letter.reload} />}
      </Page>
    );
  }
  if (mayEdit && vorlagen.data !== undefined) {
    return <Editor letter={data} vorlagen={vorlagen.data} onChange={letter.set} />;
  }
  return <LetterView letter={data} onChange={letter.set} onReload={letter.reload} />;
};
